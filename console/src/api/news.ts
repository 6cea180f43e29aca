/** What a node tells of; never content, which is asked for under the reader's own roles. */
export const KINDS = [
  'intel',
  'people',
  'drill',
  'feed',
  'taxii',
  'account',
  'request',
  'release',
  'delivery',
  'received',
  'alarm',
  'peer',
  'compact',
  'operation',
  'scorecard',
  'notification',
] as const

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number]

/** Something that happened at the node. */
export interface News {
  readonly kind: Kind
  /** The one thing that it is about, where the node names it. */
  readonly id?: string
}

/**
 * By the beginning of a question's path, the longest first: what may change its answer. A path that
 * is not here is asked anew whatever happens.
 */
const CHANGED_BY: readonly (readonly [path: string, kinds: readonly Kind[]])[] = [
  ['/api/v1/requests/words', []],
  ['/api/v1/requests/calls', ['request', 'people', 'notification']],
  ['/api/v1/requests/held', ['request', 'release']],
  ['/api/v1/requests/drafts', ['request', 'release']],
  ['/api/v1/requests/', ['request']],
  ['/api/v1/translations/', ['request']],
  ['/api/v1/intel/saved', []],
  ['/api/v1/intel/object', ['intel', 'release', 'delivery']],
  ['/api/v1/intel/', ['intel']],
  ['/api/v1/import/', []],
  ['/api/v1/release/recalls', ['release', 'intel', 'delivery']],
  ['/api/v1/release/holders', ['release', 'intel', 'delivery']],
  ['/api/v1/release/outlook', ['release', 'intel', 'compact', 'peer']],
  ['/api/v1/release/audit', ['release', 'request']],
  ['/api/v1/release/', ['release', 'compact']],
  ['/api/v1/delivery', ['delivery', 'received', 'peer', 'release']],
  ['/api/v1/mailboxes', ['delivery', 'received']],
  ['/api/v1/status', ['delivery', 'received', 'intel', 'alarm', 'peer']],
  ['/api/v1/log/', ['delivery', 'received']],
  ['/api/v1/identity', []],
  ['/api/v1/session', []],
  ['/api/v1/peers', ['peer', 'alarm']],
  ['/api/v1/people', ['account']],
  ['/api/v1/accounts', ['account']],
  ['/api/v1/monitor', ['alarm', 'peer', 'received']],
  ['/api/v1/breaches', ['alarm', 'received']],
  ['/api/v1/compacts/templates', []],
  ['/api/v1/compacts', ['compact', 'peer']],
  ['/api/v1/operations', ['operation']],
  ['/api/v1/scorecards/measures', []],
  ['/api/v1/scorecards', ['scorecard']],
  ['/api/v1/drills', ['drill', 'people', 'request', 'operation', 'compact', 'notification']],
  ['/api/v1/contacts', ['people']],
  ['/api/v1/rota', ['people']],
  ['/api/v1/pings/schedules', ['people']],
  ['/api/v1/pings/', ['people', 'notification']],
  ['/api/v1/notices/', ['notification']],
  ['/api/v1/feeds', ['feed', 'intel']],
  ['/api/v1/taxii/', ['taxii']],
  ['/auth/', []],
]

/**
 * Whether what happened may have changed the answer to a question.
 *
 * @param key - the question's key: its path, then what was asked of it
 */
export function isConcerned([path, asked]: readonly unknown[], news: readonly News[]): boolean {
  const kinds = CHANGED_BY.find(([start]) => String(path).startsWith(start))?.[1]
  const about = idIn(asked)
  return news.some(({ kind, id }) => {
    if (kinds !== undefined && !kinds.includes(kind)) return false
    // A question about one request is not asked anew because of another.
    const isOfAnother = kind === 'request' && id !== undefined && about !== undefined
    return !isOfAnother || about === id
  })
}

/** The id that a question names: by itself, or in what it sends. */
function idIn(asked: unknown): string | undefined {
  const id = typeof asked === 'object' && asked !== null && 'id' in asked ? asked.id : asked
  return typeof id === 'string' && /^[0-9a-f]{64}$/.test(id) ? id : undefined
}
