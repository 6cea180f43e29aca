import type { Screen } from '../app/screen.ts'
import { ACCOUNTS } from './accounts/screen.ts'
import { AUDIT } from './audit/screen.ts'
import { COMPACT, COMPACTS, NEW_COMPACT } from './compacts/screen.ts'
import { DESK } from './desk/screen.ts'
import { FEEDS } from './feeds/screen.ts'
import { INTEL, INTEL_OBJECT } from './intel/screen.ts'
import { PEER, PEERS } from './peers/screen.ts'
import { RELEASE } from './release/screen.ts'
import { NEW_REQUEST, REQUEST, REQUESTS } from './requests/screen.ts'
import { SCORECARD } from './scorecard/screen.ts'
import { SETTINGS } from './settings/screen.ts'
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
  COMPACTS,
  NEW_COMPACT,
  COMPACT,
  SCORECARD,
  PEERS,
  PEER,
  TRUST,
  VERIFY,
  FEEDS,
  TAXII,
  ACCOUNTS,
  AUDIT,
  SETTINGS,
]
