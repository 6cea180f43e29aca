import { type Role, useSession } from './session.ts'

const SHARERS: readonly Role[] = ['duty-officer', 'analyst', 'release-officer', 'legal']
const INTEL: readonly Role[] = [...SHARERS, 'auditor']
const NEGOTIATORS: readonly Role[] = ['diplomat', 'legal']
const OPERATORS: readonly Role[] = ['operator']

/**
 * Who is offered what. The node decides; this keeps from the screen what it would refuse. The same
 * roles stand in the node's table of permissions.
 */
export const MAY = {
  readIntel: [...INTEL, 'researcher'],
  import: ['analyst', 'duty-officer'],
  share: SHARERS,
  ask: ['duty-officer', 'analyst', 'legal'],
  readRequests: [...INTEL, 'diplomat'],
  sight: ['analyst', 'duty-officer'],
  readRelease: INTEL,
  decideRelease: ['release-officer', 'legal'],
  breakGlass: ['duty-officer'],
  evidence: [...INTEL, 'diplomat'],
  confirmPeer: ['operator', 'duty-officer'],
  operate: OPERATORS,
  lookAtFeeds: ['analyst', 'operator'],
  seeTokens: ['auditor', 'operator'],
  negotiate: NEGOTIATORS,
  suspend: [...NEGOTIATORS, 'duty-officer'],
  watch: ['operator', 'duty-officer', 'auditor'],
  health: [...INTEL, 'operator'],
} satisfies Record<string, readonly Role[]>

/** Tells what the person who is signed in is offered. */
export function useMay(): (what: keyof typeof MAY) => boolean {
  const { data } = useSession()
  return (what) => MAY[what].some((role) => data?.roles.includes(role))
}
