import type { IntelObject, IntelVersion } from '../../api/intel-answers.ts'
import type { texts } from './texts.ts'

/** One thing that happened to an object, or that it says of itself. */
export interface Happened {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly what: keyof typeof texts.happened
  /** Node that did it, or that it was done with; null when the object says so itself. */
  readonly node: string | null
  readonly times?: number
}

/** What an object says of time (STIX 2.1 §3.2, §4). */
const OWN = {
  created: 'created',
  valid_from: 'validFrom',
  valid_until: 'validUntil',
  first_seen: 'firstSeen',
  first_observed: 'firstSeen',
  last_seen: 'lastSeen',
  last_observed: 'lastSeen',
} as const

/** Everything that has a time, oldest first. Times of others are theirs: they may be wrong. */
export function timelineOf({ versions, sightings }: IntelObject): readonly Happened[] {
  const all = [
    ...versions.flatMap(ofVersion),
    ...sightings.map(({ time, reporter, count }): Happened => {
      return { at: Date.parse(time), what: 'sighted', node: reporter, times: count }
    }),
  ].filter(({ at }) => Number.isFinite(at))
  // What every version repeats is said once.
  const unique = new Map(all.map((each) => [JSON.stringify(each), each]))
  return [...unique.values()].toSorted((a, b) => a.at - b.at)
}

function ofVersion(version: IntelVersion): readonly Happened[] {
  const { object, source, said, retraction, added } = version
  const own = Object.entries(OWN).flatMap(([name, what]): Happened[] => {
    const time = object[name]
    return typeof time === 'string' ? [{ at: Date.parse(time), what, node: null }] : []
  })
  const isChange = object.modified !== object.created
  return [
    ...own,
    ...(isChange
      ? [{ at: Date.parse(version.modified), what: 'modified', node: null } as const]
      : []),
    { at: added, what: 'arrived', node: null },
    ...said.map(({ time }) => ({ at: Date.parse(time), what: 'signed', node: source }) as const),
    ...said.flatMap(({ carried }) =>
      carried.map(({ added: at, direction, peer }): Happened => {
        return { at, what: direction === 'in' ? 'came' : 'went', node: peer }
      }),
    ),
    ...(retraction === null
      ? []
      : [{ at: Date.parse(retraction.time), what: 'retracted', node: retraction.node } as const]),
  ]
}
