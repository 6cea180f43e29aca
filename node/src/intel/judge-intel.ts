import type { JsonObject } from '@concert/core'
import {
  decodeIntelAct,
  type ForwardAct,
  type ItemRef,
  isIntelKind,
  parseStatement,
  type RefusalCode,
  type Statement,
  type Tlp,
} from '@concert/envelope'
import type { StixObject } from '@concert/stix'
import {
  type CompactState,
  type IntelligenceTerms,
  tlpAllowed,
  viewCompact,
} from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

/** Most items that one statement passes on. */
const MAX_FORWARDED = 10_000

/**
 * Why an intelligence statement is refused, or undefined: the compact in force here and now, its
 * terms, the markings of every object. A peer speaks for itself, and for others only what it has
 * said, in a statement of its own, that it passes on.
 */
export async function judgeIntel(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  prepared: PreparedStatement,
): Promise<RefusalCode | undefined> {
  const { statement } = prepared
  if (!isIntelKind(statement.kind)) return 'unsupported-kind'
  const act = judgeAct(prepared)
  if (act) return act
  if (statement.author.node !== peer) return await judgePassedOn(context, reader, peer, prepared)
  const compact = await compactNamed(context, reader, peer, statement.compact)
  if (!compact) return 'no-compact'
  // The control tier is never suspended: a retraction holds under a compact that has ended, too,
  // and so does what is told of receipts.
  if (statement.kind === 'intel.retract' || statement.kind === 'intel.holds') return undefined
  return judgeTier(context, compact, prepared) ?? (await judgeSuites(context, compact, statement))
}

/** A compact may demand more of a signature than its author's identity does. */
async function judgeSuites(
  { identities, now }: NodeContext,
  compact: CompactState,
  { author, identity, signers }: Statement,
): Promise<RefusalCode | undefined> {
  const version = await identities.version(author.node, identity)
  const used = new Set(
    version?.keys.filter(({ id }) => signers.includes(id)).map(({ alg }): string => alg),
  )
  const floor = viewCompact(compact, now()).terms?.suites ?? []
  return floor.every((suite) => used.has(suite)) ? undefined : 'clause-suites'
}

/** What the compact in force allows of a statement with these objects, at this time. */
function judgeTier(
  context: Pick<NodeContext, 'now'>,
  compact: CompactState,
  { statement, objects }: Pick<PreparedStatement, 'statement' | 'objects'>,
): RefusalCode | undefined {
  const view = viewCompact(compact, context.now())
  const terms = view.terms?.intelligence
  if (view.digest !== statement.compact || !terms) return 'no-compact'
  // Terms first: what they forbid is a breach, closed tier or not.
  const barred = judgeTerms(terms, statement.tlp, objects)
  if (barred) return barred
  const tier = view.tiers.intelligence
  if (tier.closed === 'suspended') return 'tier-suspended'
  return tier.open ? undefined : 'no-compact'
}

/**
 * Items of others, with their authors' signatures, under the compact with whoever passes them on;
 * and what their authors say of those very items.
 */
async function judgePassedOn(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  prepared: PreparedStatement,
): Promise<RefusalCode | undefined> {
  const { statement, items, objects } = prepared
  if (statement.author.node === context.own.node) return 'not-author'
  if (statement.kind === 'intel.retract') {
    const act = decodeIntelAct('intel.retract', statement.act)
    const targets = act.ok ? act.value.targets.map((target) => target.statement) : []
    return (await forwardsOf(reader, peer, targets)).length > 0 ? undefined : 'not-author'
  }
  if (statement.kind !== 'intel.share') return 'not-author'
  const forwards = await forwardsOf(reader, peer, [statement.digest])
  const named = new Set(forwards.map(({ position }) => position))
  const isNamed = items.every(({ place }) => place !== undefined && named.has(place.index))
  const [forward] = forwards
  if (!forward || !isNamed) return 'not-author'
  const passing = parseStatement(context.crypto, forward.document)
  if (!passing.ok) return 'not-author'
  const { compact: version, tlp } = passing.value
  const compact = await compactNamed(context, reader, peer, version)
  if (!compact) return 'no-compact'
  return judgeTier(context, compact, {
    statement: { ...statement, compact: version, tlp },
    objects,
  })
}

/** Which items a peer has said that it passes on to us, the latest word first. */
async function forwardsOf(reader: Pick<Reader, 'db'>, peer: string, digests: readonly string[]) {
  if (digests.length === 0) return []
  return await reader.db
    .selectFrom('forwards')
    .innerJoin('statements', 'statements.id', 'forwards.statement_id')
    .select(['position', 'statements.document'])
    .where('direction', '=', 'in')
    .where('peer', '=', peer)
    .where('target', 'in', digests.map(bytesOf))
    .orderBy('forwards.statement_id', 'desc')
    .execute()
}

/** The compact that a statement names, if both of us are parties to it. */
export async function compactNamed(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  compact: string | null,
): Promise<CompactState | undefined> {
  const state = compact === null ? undefined : await findCompact(context, reader, compact)
  const isOurs = state?.parties.includes(peer) && state.parties.includes(context.own.node)
  return isOurs ? state : undefined
}

function judgeAct({ statement, items, objects }: PreparedStatement): RefusalCode | undefined {
  if (statement.kind === 'intel.share') {
    const act = decodeIntelAct('intel.share', statement.act)
    if (!act.ok || items.length === 0) return 'bad-act'
    // Each at its place, or all of them: what came is what was committed to, that was checked.
    return items[0]?.place || act.value.items === items.length ? undefined : 'bad-act'
  }
  if (statement.kind === 'intel.forward') return judgeForward(statement.act, items.length)
  if (statement.kind === 'intel.holds') {
    const act = decodeIntelAct('intel.holds', statement.act)
    return act.ok && items.length === 0 ? judgeNamed(act.value.statements) : 'bad-act'
  }
  if (statement.kind === 'intel.retract') {
    const act = decodeIntelAct('intel.retract', statement.act)
    if (!act.ok || items.length > 0) return 'bad-act'
    return act.value.targets.every((target) => isOf(target, statement.author.node))
      ? undefined
      : 'not-author'
  }
  if (statement.kind === 'intel.verdict') {
    const act = decodeIntelAct('intel.verdict', statement.act)
    return act.ok && items.length === 0 ? undefined : 'bad-act'
  }
  const act = decodeIntelAct('intel.sighting', statement.act)
  if (!act.ok) return act.code
  return objects.every((object) => object.view.type === 'sighting') ? undefined : 'object-invalid'
}

/** No item twice, in order, and not too many: each is a row here. */
function judgeForward(act: JsonObject, items: number): RefusalCode | undefined {
  const forward = decodeIntelAct('intel.forward', act)
  return forward.ok && items === 0 ? judgeNamed(forward.value.statements) : 'bad-act'
}

function judgeNamed(statements: ForwardAct['statements']): RefusalCode | undefined {
  const isRising = statements.every((entry) =>
    entry.items.every((item, i) => i === 0 || item > (entry.items[i - 1] as number)),
  )
  const total = statements.reduce((sum, entry) => sum + entry.items.length, 0)
  return isRising && total <= MAX_FORWARDED ? undefined : 'bad-act'
}

function isOf(target: ItemRef, author: string): boolean {
  return target.author === author
}

/** The compact's terms over what a statement carries; the same function judges what we send. */
export function judgeTerms(
  terms: IntelligenceTerms,
  label: Tlp,
  objects: readonly { readonly view: Pick<StixObject['view'], 'type' | 'tlp'> }[],
): RefusalCode | undefined {
  if (!tlpAllowed(label, terms.tlp)) return 'tlp-exceeded'
  for (const { view } of objects) {
    if (!terms.types.includes(view.type)) return 'clause-types'
    if (!tlpAllowed(view.tlp, label)) return 'tlp-exceeded'
  }
  return undefined
}
