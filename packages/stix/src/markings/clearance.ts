import { compareTlp, type Tlp, tlpOfMarking } from '../tlp.ts'

/** What a recipient may see. */
export interface Clearance {
  /** The strictest TLP level that the recipient may see. */
  readonly tlp: Tlp
  /**
   * Ids of other markings, such as statements, that the recipient honours. They restrict nothing
   * then, and leave TLP to decide. Every marking that is neither TLP nor listed here bars.
   */
  readonly markings?: ReadonlySet<string>
  /** The level that an object without any TLP marking counts as; `red` when not given. */
  readonly unmarked?: Tlp
}

/**
 * The TLP level that a set of markings amounts to: the strictest of them. STIX leaves open how
 * several markings combine (§7.2); the strictest is the only reading that no party can complain of.
 *
 * @param honoured - ids of markings that say nothing about TLP and bar nothing
 * @returns the level, `undefined` when no marking of the set speaks of TLP, or `red` when one of
 *   them is neither TLP nor honoured
 */
export function tlpOfMarkings(
  markings: Iterable<string>,
  honoured?: ReadonlySet<string>,
): Tlp | undefined {
  let strictest: Tlp | undefined
  for (const id of markings) {
    const level = tlpOfMarking(id) ?? (honoured?.has(id) ? undefined : 'red')
    if (level === undefined) continue
    if (strictest === undefined || compareTlp(level, strictest) > 0) strictest = level
  }
  return strictest
}

/** Whether a recipient may see what carries these markings and no TLP level but theirs. */
export function mayCarry(marking: string, clearance: Clearance): boolean {
  const level = tlpOfMarking(marking)
  if (level !== undefined) return compareTlp(level, clearance.tlp) <= 0
  return clearance.markings?.has(marking) === true
}

/** Whether a recipient may see an object that as a whole carries these markings. */
export function isCleared(markings: readonly string[], clearance: Clearance): boolean {
  if (!markings.every((each) => mayCarry(each, clearance))) return false
  const level = tlpOfMarkings(markings, clearance.markings) ?? clearance.unmarked ?? 'red'
  return compareTlp(level, clearance.tlp) <= 0
}
