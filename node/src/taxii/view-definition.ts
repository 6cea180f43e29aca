import type { Json, JsonObject } from '@concert/core'
import { compareTlp, TLP_LEVELS, type Tlp, tlpOfMarking, tlpOfMarkings } from '@concert/stix'

/**
 * What a collection shows of the node's intelligence: a saved query. An object is in the view when it
 * meets every condition that is given, and one of the values of each.
 */
export interface ViewDefinition {
  /** Sources by node id; our own id for what is ours. */
  readonly sources?: readonly string[]
  /** Compacts under which it was shared, by the id of their thread. */
  readonly compacts?: readonly string[]
  /** Strictest level that is shown. */
  readonly tlp?: Tlp
  readonly types?: readonly string[]
  readonly labels?: readonly string[]
  /** Least confidence, 0 to 100; objects without one have none. */
  readonly confidence?: number
  /** Objects that were added within so many days. */
  readonly maxAgeDays?: number
  /** What else an object must say; all of it. */
  readonly where?: readonly Clause[]
}

/** A condition on one property of an object. */
export interface Clause {
  /** Names with dots between them, such as `external_references.source_name`; of lists any element. */
  readonly path: string
  readonly how: 'is' | 'is-not' | 'contains'
  readonly value: string
}

/** What of an object decides whether it is in a view. */
export interface Candidate {
  readonly id: number
  readonly stixId: string
  readonly type: string
  readonly tlp: string
  readonly source: string
  readonly body: Uint8Array
}

/** Whether an object is in a view; compacts are looked at by whoever finds the candidates. */
export function isInView(view: ViewDefinition, candidate: Candidate, value: JsonObject): boolean {
  const { sources, tlp, types, labels, confidence, where = [] } = view
  if (sources && !sources.includes(candidate.source)) return false
  if (types && !types.includes(candidate.type)) return false
  if (tlp && compareTlp(candidate.tlp as Tlp, tlp) > 0) return false
  if (confidence !== undefined && !(Number(value.confidence ?? -1) >= confidence)) return false
  if (!where.every((clause) => holds(clause, value))) return false
  if (labels === undefined) return true
  return Array.isArray(value.labels) && value.labels.some((each) => labels.includes(String(each)))
}

/** An absent property is neither this nor that, and contains nothing: only `is-not` holds of it. */
function holds({ path, how, value }: Clause, object: JsonObject): boolean {
  const found = valuesAt(object, path.split('.'))
  if (how === 'contains') return found.some((each) => each.includes(value))
  return found.includes(value) === (how === 'is')
}

function valuesAt(value: Json | undefined, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, path))
  const [name, ...rest] = path
  if (name === undefined) {
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value)
    return isPlain ? [String(value)] : []
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return valuesAt((value as JsonObject)[name], rest)
}

/**
 * Index in `TLP_LEVELS` of the loosest clearance that sees something of the object: what its own
 * markings say, parts that are stricter are taken out when it is read.
 */
export function shownFrom(value: JsonObject): number {
  // The definitions of TLP itself are built in and known to everybody.
  if (value.type === 'marking-definition' && tlpOfMarking(String(value.id))) return 0
  const refs = Array.isArray(value.object_marking_refs) ? value.object_marking_refs : []
  return TLP_LEVELS.indexOf(tlpOfMarkings(refs.map(String)) ?? 'red')
}
