/** TAXII 2.1 §1.6.8.1: the media type of every TAXII 2.1 body, version parameter included. */
export const TAXII_MEDIA_TYPE = 'application/taxii+json;version=2.1'

/** STIX 2.1 in JSON: what the objects of a collection are. */
export const STIX_MEDIA_TYPE = 'application/stix+json;version=2.1'

/** Longest header that is looked at; a longer one is not understood. */
const MAX_HEADER = 4096

interface MediaRange {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Whether an `Accept` header lets a TAXII 2.1 body be sent (TAXII 2.1 §3.1; RFC 9110 §12.5.1). A
 * range without a version means the newest we have. The STIX type that the manifest's section asks
 * for counts as well, and so do wildcards.
 *
 * @param header - attacker-controlled; `undefined` when it was not sent, which accepts everything
 */
export function acceptsTaxii(header: string | undefined): boolean {
  if (header === undefined || header.trim() === '') return true
  if (header === TAXII_MEDIA_TYPE) return true
  if (header.length > MAX_HEADER) return false
  return splitOutsideQuotes(header, ',').map(mediaRange).some(isTaxiiRange)
}

/**
 * Whether a body of this `Content-Type` is read as a TAXII envelope. A missing version is legal. OpenCTI's
 * `taxii-post` names the type of what is in it, a bundle of STIX 2.1, which is read as well.
 *
 * @param header - attacker-controlled
 */
export function isTaxiiContent(header: string | undefined): boolean {
  if (header === undefined || header.length > MAX_HEADER) return false
  const { type, parameters } = mediaRange(header)
  const isKnown = type === 'application/taxii+json' || type === 'application/stix+json'
  return isKnown && (parameters.get('version') ?? '2.1') === '2.1'
}

function isTaxiiRange({ type, parameters }: MediaRange): boolean {
  if (Number(parameters.get('q') ?? '1') <= 0) return false
  if (type === '*/*' || type === 'application/*') return true
  if (type !== 'application/taxii+json' && type !== 'application/stix+json') return false
  return (parameters.get('version') ?? '2.1') === '2.1'
}

function mediaRange(text: string): MediaRange {
  const [type = '', ...rest] = splitOutsideQuotes(text, ';')
  const parameters = rest.map((each) => {
    const at = each.indexOf('=')
    const name = at < 0 ? each : each.slice(0, at)
    return [name.trim().toLowerCase(), unquoted(at < 0 ? '' : each.slice(at + 1))] as const
  })
  return { type: type.trim().toLowerCase(), parameters: new Map(parameters) }
}

function unquoted(text: string): string {
  const value = text.trim()
  if (!value.startsWith('"') || !value.endsWith('"') || value.length < 2) return value
  return value.slice(1, -1).replace(/\\(.)/g, '$1')
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (isQuoted && char === '\\') at++
    else if (char === '"') isQuoted = !isQuoted
    else if (char === separator && !isQuoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}
