import {
  decodeIntelAct,
  type ItemRef,
  isIntelKind,
  type RefusalCode,
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
import type { Reader } from '../store/store.ts'

/**
 * Why an intelligence statement of a peer is refused, or undefined: the compact in force here and
 * now, its terms, the markings of every object.
 */
export async function judgeIntel(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  prepared: PreparedStatement,
): Promise<RefusalCode | undefined> {
  const { statement } = prepared
  if (!isIntelKind(statement.kind)) return 'unsupported-kind'
  if (statement.author.node !== peer) return 'not-author'
  const compact = await compactNamed(context, reader, peer, statement.compact)
  if (!compact) return 'no-compact'
  const act = judgeAct(prepared)
  if (act) return act
  // The control tier is never suspended: a retraction holds under a compact that has ended, too.
  if (statement.kind === 'intel.retract') return undefined
  const view = viewCompact(compact, context.now())
  const terms = view.terms?.intelligence
  if (view.digest !== statement.compact || !terms) return 'no-compact'
  // Terms first: what they forbid is a breach, closed tier or not.
  const barred = judgeTerms(terms, statement.tlp, prepared.objects)
  if (barred) return barred
  const tier = view.tiers.intelligence
  if (tier.closed === 'suspended') return 'tier-suspended'
  return tier.open ? undefined : 'no-compact'
}

/** The compact that a statement names, if both of us are parties to it. */
async function compactNamed(
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
    return act.ok && act.value.items === items.length ? undefined : 'bad-act'
  }
  if (statement.kind === 'intel.retract') {
    const act = decodeIntelAct('intel.retract', statement.act)
    if (!act.ok || items.length > 0) return 'bad-act'
    return act.value.targets.every((target) => isOf(target, statement.author.node))
      ? undefined
      : 'not-author'
  }
  const act = decodeIntelAct('intel.sighting', statement.act)
  if (!act.ok) return act.code
  return objects.every((object) => object.view.type === 'sighting') ? undefined : 'object-invalid'
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
    if (!terms.types.includes(view.type)) return 'compact-terms'
    if (!tlpAllowed(view.tlp, label)) return 'tlp-exceeded'
  }
  return undefined
}
