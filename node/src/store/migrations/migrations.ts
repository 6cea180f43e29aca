import { foundation } from './0001-foundation.ts'
import { mailboxAndMonitor } from './0002-mailbox-and-monitor.ts'
import { feeds } from './0003-feeds.ts'
import { taxii } from './0004-taxii.ts'
import { release } from './0005-release.ts'
import { delivery } from './0006-delivery.ts'
import { onward } from './0007-onward.ts'
import { breaches } from './0008-breaches.ts'
import { taxiiPacks } from './0009-taxii-packs.ts'
import { requests } from './0010-requests.ts'
import { people } from './0011-people.ts'
import { accounts } from './0012-accounts.ts'
import { search } from './0013-search.ts'
import { identityLeaves } from './0014-identity-leaves.ts'
import { kinds } from './0015-kinds.ts'
import { phases } from './0017-phases.ts'
import { heldWords } from './0018-held-words.ts'
import { taxiiClearances } from './0019-taxii-clearances.ts'
import { onwardHolders } from './0021-onward-holders.ts'
import { taxiiDeflated } from './0022-taxii-deflated.ts'
import { statistics } from './0023-statistics.ts'
import { signingRoles } from './0024-signing-roles.ts'
import { requestsByState } from './0025-requests-by-state.ts'
import { actsOnce } from './0026-acts-once.ts'
import { versionsWithIds } from './0027-versions-with-ids.ts'
import { retention } from './0028-retention.ts'
import type { Migration } from './migration.ts'

/** Every migration, in order of its number. Add at the end; never change one that was released. */
export const MIGRATIONS: readonly Migration[] = [
  foundation,
  mailboxAndMonitor,
  feeds,
  taxii,
  release,
  delivery,
  onward,
  breaches,
  taxiiPacks,
  requests,
  people,
  accounts,
  search,
  identityLeaves,
  kinds,
  phases,
  heldWords,
  taxiiClearances,
  onwardHolders,
  taxiiDeflated,
  statistics,
  signingRoles,
  requestsByState,
  actsOnce,
  versionsWithIds,
  retention,
]
