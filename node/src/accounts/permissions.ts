import type { Role } from './roles.ts'
import { ROLES } from './roles.ts'

/** Who may call a route of the console. */
interface Permission {
  /** Any of these roles is enough; `anyone` needs no session, `signed-in` any account. */
  readonly who: readonly Role[] | 'anyone' | 'signed-in'
  /** A POST that changes nothing, such as a question with a long body: not written to the trail. */
  readonly isQuestion?: true
  /** For people only: an API key does not do. */
  readonly isPersonal?: true
}

const READERS: readonly Role[] = [
  'duty-officer',
  'analyst',
  'release-officer',
  'legal',
  'auditor',
  'operator',
]
const INTEL: readonly Role[] = ['duty-officer', 'analyst', 'release-officer', 'legal', 'auditor']
const INTEL_READERS: readonly Role[] = [...INTEL, 'researcher']
const SHARERS: readonly Role[] = ['duty-officer', 'analyst', 'release-officer', 'legal']
const NEGOTIATORS: readonly Role[] = ['diplomat', 'legal']
const TRUST: readonly Role[] = ROLES
const REQUEST_WRITERS: readonly Role[] = ['duty-officer', 'analyst', 'legal']
const REQUEST_READERS: readonly Role[] = [
  ...REQUEST_WRITERS,
  'release-officer',
  'diplomat',
  'auditor',
]
const OPERATORS: readonly Role[] = ['operator']
const DESK: readonly Role[] = ['duty-officer', 'operator']
const CONTACT_READERS: readonly Role[] = [...READERS, 'diplomat']

/**
 * The closed table: every route of `/api/v1` with who may call it. A route that is not here is
 * refused with 403, and a test fails for it.
 */
export const PERMISSIONS: Readonly<Record<string, Permission>> = {
  'GET /api/v1/session': { who: 'anyone' },
  'GET /api/v1/setup': { who: 'anyone' },
  'POST /api/v1/setup': { who: 'anyone' },
  'GET /api/v1/sessions': { who: 'signed-in', isPersonal: true },
  'POST /api/v1/sessions/revoke': { who: 'signed-in', isPersonal: true },
  'POST /api/v1/session/language': { who: 'signed-in', isPersonal: true },
  'GET /api/v1/events': { who: 'signed-in' },
  'GET /api/v1/desk': { who: 'signed-in' },
  'GET /api/v1/people': { who: 'signed-in' },
  'GET /api/v1/accounts': { who: ['operator', 'auditor'] },
  'POST /api/v1/accounts': { who: OPERATORS, isPersonal: true },
  'POST /api/v1/accounts/roles': { who: OPERATORS, isPersonal: true },
  'POST /api/v1/accounts/disable': { who: OPERATORS, isPersonal: true },
  'POST /api/v1/accounts/enable': { who: OPERATORS, isPersonal: true },
  'POST /api/v1/accounts/reset': { who: OPERATORS, isPersonal: true },
  'GET /api/v1/audit': { who: ['auditor', 'operator'] },
  'GET /api/v1/audit/export': { who: ['auditor', 'operator'] },

  'GET /api/v1/identity': { who: TRUST },
  'GET /api/v1/status': { who: TRUST },
  'GET /api/v1/published-keys': { who: TRUST },
  'GET /api/v1/peers': { who: TRUST },
  'POST /api/v1/peers': { who: OPERATORS },
  'POST /api/v1/peers/confirm': { who: ['operator', 'duty-officer'], isPersonal: true },
  'POST /api/v1/peers/road': { who: OPERATORS },
  'POST /api/v1/peers/brought': { who: OPERATORS },
  'GET /api/v1/delivery': { who: READERS },
  'GET /api/v1/delivery/refused': { who: READERS },
  'GET /api/v1/courier/identity': { who: OPERATORS },
  'POST /api/v1/courier/export': { who: OPERATORS },
  'POST /api/v1/courier/import': { who: OPERATORS },
  'GET /api/v1/monitor': { who: TRUST },
  'POST /api/v1/monitor': { who: ['operator', 'duty-officer', 'auditor'] },
  'GET /api/v1/breaches': { who: CONTACT_READERS },
  'GET /api/v1/mailboxes': { who: READERS },
  'POST /api/v1/mailboxes/poll': { who: ['operator', 'duty-officer'] },
  'POST /api/v1/evidence': { who: [...INTEL, 'diplomat'] },
  'GET /api/v1/log/growth': { who: TRUST },
  'POST /api/v1/log/proof': { who: TRUST, isQuestion: true },

  'GET /api/v1/compacts': { who: TRUST },
  'GET /api/v1/compacts/templates': { who: TRUST },
  'GET /api/v1/compacts/kept': { who: TRUST },
  'POST /api/v1/compacts/diff': { who: TRUST, isQuestion: true },
  'POST /api/v1/compacts/version': { who: TRUST, isQuestion: true },
  'POST /api/v1/compacts': { who: NEGOTIATORS },
  'POST /api/v1/compacts/amend': { who: NEGOTIATORS },
  'POST /api/v1/compacts/sign': { who: NEGOTIATORS, isPersonal: true },
  'POST /api/v1/compacts/suspend': { who: [...NEGOTIATORS, 'duty-officer'], isPersonal: true },
  'POST /api/v1/compacts/resume': { who: NEGOTIATORS, isPersonal: true },
  'POST /api/v1/compacts/end': { who: NEGOTIATORS, isPersonal: true },

  'POST /api/v1/intel/search': { who: INTEL_READERS, isQuestion: true },
  // What leaves as a file stands in the trail.
  'POST /api/v1/intel/export': { who: INTEL_READERS },
  'POST /api/v1/intel/matrix': { who: INTEL_READERS, isQuestion: true },
  'POST /api/v1/intel/lookup': { who: INTEL_READERS, isQuestion: true },
  'POST /api/v1/intel/object': { who: INTEL_READERS, isQuestion: true },
  'POST /api/v1/intel/relations': { who: INTEL_READERS, isQuestion: true },
  'GET /api/v1/intel/saved': { who: 'signed-in' },
  'POST /api/v1/intel/saved': { who: 'signed-in' },
  'POST /api/v1/intel/saved/remove': { who: 'signed-in' },
  'GET /api/v1/objects': { who: INTEL_READERS },
  // By the path of a file on the node's own machine: for the holder of its token alone.
  'POST /api/v1/import': { who: [] },
  'POST /api/v1/import/upload': { who: ['analyst', 'duty-officer'] },
  'POST /api/v1/import/preview': { who: ['analyst', 'duty-officer'], isQuestion: true },
  'POST /api/v1/share': { who: SHARERS },
  'POST /api/v1/retract': { who: SHARERS },
  'POST /api/v1/forward': { who: SHARERS },
  'POST /api/v1/relay': { who: SHARERS },
  'GET /api/v1/attachments': { who: INTEL },
  'POST /api/v1/attachments': { who: ['analyst', 'duty-officer'] },
  'POST /api/v1/attachments/open': { who: ['analyst', 'duty-officer'], isPersonal: true },
  'POST /api/v1/attachments/discard': { who: ['analyst', 'duty-officer'] },
  'POST /api/v1/sight': { who: ['analyst', 'duty-officer'] },

  'GET /api/v1/release/rules': { who: INTEL },
  'POST /api/v1/release/preview': { who: INTEL, isQuestion: true },
  'POST /api/v1/release/outlook': { who: INTEL, isQuestion: true },
  'POST /api/v1/release/queue': { who: INTEL, isQuestion: true },
  'POST /api/v1/release/audit': { who: INTEL, isQuestion: true },
  'GET /api/v1/release/recalls': { who: INTEL },
  'GET /api/v1/release/holders': { who: INTEL },
  'GET /api/v1/release/broken-glass': { who: INTEL },
  'POST /api/v1/release/approve': { who: ['release-officer', 'legal'], isPersonal: true },
  'POST /api/v1/release/reject': { who: ['release-officer', 'legal'], isPersonal: true },
  'POST /api/v1/release/break-glass': { who: ['duty-officer'], isPersonal: true },

  'GET /api/v1/requests/words': { who: 'signed-in' },
  'POST /api/v1/requests/list': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/counts': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/show': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/targets': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/move': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/requests/statuses': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/requests/drafts': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/drafts/keep': { who: REQUEST_WRITERS },
  'POST /api/v1/requests/drafts/show': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/drafts/preview': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/drafts/authorise': {
    who: [...REQUEST_WRITERS, 'release-officer'],
    isPersonal: true,
  },
  'POST /api/v1/requests/held': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/held/approve': { who: ['release-officer', 'legal'], isPersonal: true },
  'POST /api/v1/requests/held/reject': {
    who: [...REQUEST_WRITERS, 'release-officer'],
    isPersonal: true,
  },
  'POST /api/v1/requests/drafts/discard': { who: REQUEST_WRITERS },
  'POST /api/v1/requests/drafts/send': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/requests/drafts/split': { who: REQUEST_WRITERS },
  'POST /api/v1/requests/export': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/requests/calendar': { who: REQUEST_READERS, isQuestion: true },

  'GET /api/v1/scorecards': { who: 'signed-in' },
  'GET /api/v1/scorecards/measures': { who: 'signed-in' },
  'POST /api/v1/scorecards/draft': { who: 'signed-in', isQuestion: true },
  'POST /api/v1/scorecards/propose': { who: ['duty-officer', 'diplomat'], isPersonal: true },
  'POST /api/v1/scorecards/show': { who: 'signed-in', isQuestion: true },
  'POST /api/v1/scorecards/open': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/scorecards/csv': { who: 'signed-in', isQuestion: true },
  'POST /api/v1/scorecards/signed': { who: 'signed-in', isQuestion: true },

  'GET /api/v1/contacts': { who: CONTACT_READERS },
  'POST /api/v1/contacts': { who: DESK },
  'POST /api/v1/contacts/update': { who: DESK },
  'POST /api/v1/contacts/share': { who: DESK, isPersonal: true },
  'POST /api/v1/contacts/withdraw': { who: DESK, isPersonal: true },
  'POST /api/v1/pings/list': { who: CONTACT_READERS, isQuestion: true },
  'POST /api/v1/pings': { who: DESK },
  // A ping test proves that a person is there: a key proves nothing.
  'POST /api/v1/pings/answer': { who: [...DESK, 'diplomat', 'analyst'], isPersonal: true },
  'GET /api/v1/pings/schedules': { who: CONTACT_READERS },
  'POST /api/v1/pings/schedules': { who: DESK },
  'GET /api/v1/rota': { who: CONTACT_READERS },
  'POST /api/v1/rota/shifts': { who: DESK },
  'POST /api/v1/rota/shifts/remove': { who: DESK },
  'POST /api/v1/rota/handovers': { who: DESK },
  'POST /api/v1/rota/handovers/accept': { who: DESK, isPersonal: true },
  'POST /api/v1/rota/handovers/decline': { who: DESK, isPersonal: true },
  'POST /api/v1/requests/calls': { who: CONTACT_READERS, isQuestion: true },
  'POST /api/v1/requests/calls/record': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/operations/list': { who: CONTACT_READERS, isQuestion: true },
  'POST /api/v1/operations/show': { who: CONTACT_READERS, isQuestion: true },
  'POST /api/v1/operations/playbook': { who: CONTACT_READERS, isQuestion: true },
  'POST /api/v1/operations/import': { who: REQUEST_WRITERS, isQuestion: true },
  'POST /api/v1/operations': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/operations/amend': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/operations/decide': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/operations/launch': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/operations/step': { who: REQUEST_WRITERS },
  'POST /api/v1/operations/abort': { who: REQUEST_WRITERS, isPersonal: true },
  'POST /api/v1/operations/close': { who: REQUEST_WRITERS, isPersonal: true },
  'GET /api/v1/glossary': { who: 'signed-in' },
  'POST /api/v1/glossary/find': { who: 'signed-in', isQuestion: true },
  'POST /api/v1/translations/show': { who: REQUEST_READERS, isQuestion: true },
  'POST /api/v1/translations': { who: [...REQUEST_WRITERS, 'diplomat'] },
  'POST /api/v1/translations/put': { who: [...REQUEST_WRITERS, 'diplomat'], isPersonal: true },
  'POST /api/v1/translations/review': { who: [...REQUEST_WRITERS, 'diplomat'], isPersonal: true },
  'GET /api/v1/drills': { who: CONTACT_READERS },
  'POST /api/v1/drills': { who: DESK, isPersonal: true },
  'POST /api/v1/drills/show': { who: CONTACT_READERS, isQuestion: true },
  'POST /api/v1/drills/stop': { who: DESK, isPersonal: true },
  'POST /api/v1/notices/list': { who: CONTACT_READERS, isQuestion: true },
  'GET /api/v1/notices/channels': { who: CONTACT_READERS },
  'POST /api/v1/notices/seen': { who: [...DESK, 'diplomat', 'analyst', 'legal'] },

  'GET /api/v1/feeds': { who: ['analyst', 'duty-officer', 'auditor', 'operator'] },
  'POST /api/v1/feeds': { who: OPERATORS },
  'POST /api/v1/feeds/preview': { who: ['analyst', 'operator'], isQuestion: true },
  'POST /api/v1/feeds/enable': { who: OPERATORS },
  'POST /api/v1/feeds/disable': { who: OPERATORS },
  'POST /api/v1/feeds/remove': { who: OPERATORS },
  'POST /api/v1/feeds/run': { who: ['analyst', 'operator'] },
  'GET /api/v1/taxii/collections': { who: ['analyst', 'auditor', 'operator'] },
  'POST /api/v1/taxii/collections': { who: OPERATORS },
  'POST /api/v1/taxii/collections/remove': { who: OPERATORS },
  'GET /api/v1/taxii/tokens': { who: ['auditor', 'operator'] },
  'POST /api/v1/taxii/tokens': { who: OPERATORS, isPersonal: true },
  'POST /api/v1/taxii/tokens/revoke': { who: OPERATORS },
}

/** Who wants to call a route; without roles and session nobody in particular. */
interface Caller {
  readonly roles: ReadonlySet<Role>
  readonly isKey: boolean
}

/** How a route's entry answers to a caller. */
export type Verdict = 'allowed' | 'signed-out' | 'role-missing' | 'personal' | 'no-entry'

/** The entry of a route. @param route - `GET /api/v1/…`, as the router knows it */
export function permissionOf(route: string): Permission | undefined {
  return Object.hasOwn(PERMISSIONS, route) ? PERMISSIONS[route] : undefined
}

/** Whether somebody may call a route. What the table does not name nobody may. */
export function mayCall(route: string, caller: Caller | undefined): Verdict {
  const permission = permissionOf(route)
  if (!permission) return 'no-entry'
  const { who } = permission
  if (who === 'anyone') return 'allowed'
  if (!caller) return 'signed-out'
  if (permission.isPersonal && caller.isKey) return 'personal'
  if (who === 'signed-in') return 'allowed'
  return who.some((role) => caller.roles.has(role)) ? 'allowed' : 'role-missing'
}
