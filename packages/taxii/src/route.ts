/** Where a request leads (TAXII 2.1 §3.1). */
export type Route =
  | { readonly kind: 'discovery' }
  | { readonly kind: 'api-root' }
  | { readonly kind: 'collections' }
  | { readonly kind: 'status'; readonly id: string }
  | { readonly kind: 'collection'; readonly collection: string }
  | (Pages & { readonly kind: 'manifest' })
  | (Pages & { readonly kind: 'objects' })
  | (Pages & { readonly kind: 'object'; readonly object: string })
  | (Pages & { readonly kind: 'versions'; readonly object: string })

interface Pages {
  readonly collection: string
  /** What stands after `?`; attacker-controlled. */
  readonly query: string
}

/** §8.2.1: where discovery is, at the root of the server. */
export const DISCOVERY_PATH = '/taxii2/'

const PART = /^[\x21-\x7e]{1,300}$/

/**
 * Finds the endpoint of an address. Paths end with a slash; others lead nowhere.
 *
 * @param url - path and query as sent; attacker-controlled
 */
export function routeOf(url: string, apiRoot: string): Route | undefined {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark + 1)
  if (path === DISCOVERY_PATH) return { kind: 'discovery' }
  if (!path.startsWith(apiRoot) || !path.endsWith('/')) return undefined
  if (path === apiRoot) return { kind: 'api-root' }
  const parts = path.slice(apiRoot.length, -1).split('/').map(decoded)
  if (!parts.every((part) => part !== undefined && PART.test(part))) return undefined
  const [first, id, third, object, last] = parts as readonly string[]
  if (first === 'status' && id !== undefined && parts.length === 2) return { kind: 'status', id }
  if (first !== 'collections' || parts.length > 5) return undefined
  if (id === undefined) return { kind: 'collections' }
  if (third === undefined) return { kind: 'collection', collection: id }
  if (third === 'manifest' && parts.length === 3) return { kind: 'manifest', collection: id, query }
  if (third !== 'objects') return undefined
  if (object === undefined) return { kind: 'objects', collection: id, query }
  if (last === undefined) return { kind: 'object', collection: id, object, query }
  return last === 'versions' ? { kind: 'versions', collection: id, object, query } : undefined
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
