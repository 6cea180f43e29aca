import type { Screen } from '../app/screen.ts'
import { ACCOUNTS } from './accounts/screen.ts'
import { AUDIT } from './audit/screen.ts'
import { COMPACT, COMPACTS, NEW_COMPACT } from './compacts/screen.ts'
import { DESK } from './desk/screen.ts'
import { DIRECTORY } from './directory/screen.ts'
import { DRILLS } from './drills/screen.ts'
import { FEEDS } from './feeds/screen.ts'
import { INTEL, INTEL_OBJECT } from './intel/screen.ts'
import { NOTICES } from './notices/screen.ts'
import { NEW_OPERATION, OPERATION, OPERATIONS } from './operations/screen.ts'
import { PEER, PEERS } from './peers/screen.ts'
import { RELEASE, SHARE } from './release/screen.ts'
import { NEW_REQUEST, REQUEST, REQUESTS } from './requests/screen.ts'
import { SCORECARD } from './scorecard/screen.ts'
import { SETTINGS } from './settings/screen.ts'
import { STATISTICS } from './statistics/screen.ts'
import { TAXII } from './taxii/screen.ts'
import { TRUST, VERIFY } from './trust/screen.ts'

/** Every screen that there is, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  DESK,
  REQUESTS,
  NEW_REQUEST,
  REQUEST,
  INTEL,
  INTEL_OBJECT,
  RELEASE,
  SHARE,
  COMPACTS,
  NEW_COMPACT,
  COMPACT,
  OPERATIONS,
  NEW_OPERATION,
  OPERATION,
  SCORECARD,
  DIRECTORY,
  PEERS,
  PEER,
  TRUST,
  VERIFY,
  STATISTICS,
  DRILLS,
  NOTICES,
  FEEDS,
  TAXII,
  ACCOUNTS,
  AUDIT,
  SETTINGS,
]
