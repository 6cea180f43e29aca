import type { Answerer } from './hostile-server.ts'

export const TAXII = 'application/taxii+json;version=2.1'
export const TIME = '2026-01-01T00:00:00.000Z'

/** A server of files by their paths. */
export const files =
  (texts: Readonly<Record<string, string>>): Answerer =>
  (request, response) => {
    const text = texts[request.url ?? '']
    if (text === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'text/plain' }).end(text)
  }

/** A UUIDv4 of a number. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** An indicator of a number. */
export function indicator(n: number, more: object = {}): object {
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuid(n)}`,
    created: TIME,
    modified: TIME,
    pattern: `[domain-name:value = 'h${n}.example']`,
    pattern_type: 'stix',
    valid_from: TIME,
    ...more,
  }
}

/** Pages of ten out of so many; `next` is the place. */
export function taxiiPages(count: number, fault?: (place: number) => boolean): Answerer {
  return (request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const place = Number(url.searchParams.get('next') ?? 0)
    if (fault?.(place)) {
      response.writeHead(503, { 'retry-after': '7200' }).end()
      return
    }
    const isNew = url.searchParams.get('added_after') === null
    const left = isNew ? Math.min(10, count - place) : 0
    const more = isNew && place + left < count
    const objects = Array.from({ length: left }, (_, i) => indicator(place + i))
    const envelope = {
      ...(more && { more, next: String(place + left) }),
      ...(left > 0 && { objects }),
    }
    response
      .writeHead(200, {
        'content-type': TAXII,
        ...(left > 0 && { 'x-taxii-date-added-last': '2026-01-02T00:00:00.000000Z' }),
      })
      .end(JSON.stringify(envelope))
  }
}
