import type { CryptoPort } from '@concert/core'
import type { Identity } from '@concert/envelope'
import { openCheckpoint, parseVkey } from '@concert/tlog'
import { readChannel } from '../../federation/channel.ts'
import { storedCheckpoint } from '../../federation/peer-log.ts'
import { KnownIdentities } from '../../identity/known-identities.ts'
import type { Store } from '../../store/store.ts'
import { boundedText } from '../../trust/ask-witness.ts'
import { peerTiles } from '../../trust/peer-tiles.ts'
import { type Check, check } from './check.ts'
import { hasRoot } from './log-checks.ts'

const TIMEOUT_MS = 5_000
const MAX_SKEW_MS = 5 * 60_000

/** Each confirmed peer: in reach, its log an extension of what was seen; then our own clock. */
export async function checkPeers(
  crypto: CryptoPort,
  store: Store,
  now: () => number,
): Promise<readonly Check[]> {
  const rows = await store.read.db
    .selectFrom('peers')
    .select(['node', 'host', 'url', 'state', 'frozen'])
    .where('state', '<>', 'added')
    .orderBy('host')
    .execute()
  const identities = new KnownIdentities(crypto, store)
  const looks = await Promise.all(
    rows.map(async ({ node, host, url, frozen }) => {
      const identity = await identities.current(node)
      if (frozen)
        return { check: about(host, check('peer', 'fail', 'doctor.peer-frozen', { code: frozen })) }
      if (!identity) return { check: about(host, check('peer', 'fail', 'doctor.peer-unknown')) }
      const look = await lookAt({ crypto, store, now }, identity, url)
      return { ...look, check: about(host, look.check) }
    }),
  )
  const skews = looks.flatMap((look) =>
    'skew' in look && look.skew !== undefined ? [look.skew] : [],
  )
  return [...looks.map((look) => look.check), checkClock(skews)]
}

/** Our clock is taken to be right when one peer agrees. @param skews - in milliseconds */
export function checkClock(skews: readonly number[]): Check {
  const [least] = skews.toSorted((a, b) => Math.abs(a) - Math.abs(b))
  if (least === undefined) return check('clock', 'ok', 'doctor.clock-alone')
  const seconds = Math.round(Math.abs(least) / 1000)
  return Math.abs(least) > MAX_SKEW_MS
    ? check('clock', 'warn', 'doctor.clock-off', { seconds })
    : check('clock', 'ok', 'doctor.clock', { seconds })
}

interface Deps {
  readonly crypto: CryptoPort
  readonly store: Store
  readonly now: () => number
}

interface Look {
  readonly check: Check
  /** Milliseconds that our clock is ahead of the peer's. */
  readonly skew?: number | undefined
}

async function lookAt(deps: Deps, identity: Identity, url: string): Promise<Look> {
  const prefix = `${url}${new URL(identity.endpoints.log).pathname}`
  const shown = await fetchCheckpoint(`${prefix}/checkpoint`, deps.now)
  if (!shown) return { check: check('peer', 'warn', 'doctor.peer-unreachable', { url }) }
  return { check: await compareLogs(deps, identity, prefix, shown.note), skew: shown.skew }
}

async function compareLogs(
  { crypto, store }: Deps,
  identity: Identity,
  prefix: string,
  note: string,
): Promise<Check> {
  const key = parseVkey(crypto.sha256, identity.log.vkey)
  if (!key.ok) return check('peer', 'fail', 'doctor.peer-log')
  const opened = await openCheckpoint(crypto, note, { logs: [key.value], witnesses: [] })
  if (!opened.ok) return check('peer', 'fail', 'doctor.peer-log')
  const { checkpoint } = opened.value
  const channel = await readChannel(store.read, identity.node, 'in')
  const seen = storedCheckpoint(channel.checkpoint, checkpoint.origin)
  const tiles = peerTiles(prefix)
  const isWhole = await hasRoot(crypto.sha256, tiles, checkpoint)
  const isExtension =
    !seen || (seen.size <= checkpoint.size && (await hasRoot(crypto.sha256, tiles, seen)))
  return isWhole && isExtension
    ? check('peer', 'ok', 'doctor.peer', { size: checkpoint.size, seen: seen?.size ?? 0 })
    : check('peer', 'fail', 'doctor.peer-log')
}

async function fetchCheckpoint(
  url: string,
  now: () => number,
): Promise<{ readonly note: string; readonly skew: number | undefined } | undefined> {
  try {
    const sent = now()
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { redirect: 'error', signal })
    const middle = (sent + now()) / 2
    const note = await boundedText(response)
    if (!response.ok) return undefined
    const date = Date.parse(response.headers.get('date') ?? '')
    return { note, skew: Number.isNaN(date) ? undefined : middle - date }
  } catch {
    // Whatever the network does, the peer is out of reach.
    return undefined
  }
}

function about(host: string, made: Check): Check {
  return { ...made, about: host }
}
