import { ok, type Result, refuse } from '@concert/core'

/** Why a text is no domain name. */
export type DomainFaultCode =
  | 'domain-syntax'
  | 'domain-length'
  | 'domain-single-label'
  | 'domain-is-address'

// What would end the host part of a URL, or silently vanish from it (WHATWG URL §3.5, §4.4).
const NOT_IN_HOST = /[\s\p{Cc}/\\@:?#%[\]<>^|"`{}]/u
const PLAIN = /^[a-z0-9._-]+$/
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/
const TOP_LABEL = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/
// The top labels that make a URL parser read the whole as an IPv4 address (WHATWG URL §4.5).
const NUMERIC = /^(?:[0-9]+|0x[0-9a-f]*)$/

/**
 * The one spelling of a domain name: lower case, IDNA in its ASCII form (UTS #46), no final dot.
 * Underscores pass in every label but the top one: DNS allows them (RFC 2181 §11), and real
 * phishing hosts use them. ASCII names that claim to be IDNA (`xn--…`) are taken as they stand: DNS
 * resolves them, and platforms disagree on which are well formed. A single label and an IP address
 * are no domain names here.
 */
export function normaliseDomain(text: string): Result<string, DomainFaultCode> {
  const name = asciiName(text.endsWith('.') ? text.slice(0, -1) : text)
  if (name === undefined) return refuse('domain-syntax')
  const labels = name.split('.')
  const top = labels.at(-1) ?? ''
  if (NUMERIC.test(top)) return refuse('domain-is-address')
  if (name.length > 253 || labels.some((label) => label.length > 63)) return refuse('domain-length')
  if (!TOP_LABEL.test(top) || !labels.every((label) => LABEL.test(label))) {
    return refuse('domain-syntax')
  }
  return labels.length < 2 ? refuse('domain-single-label') : ok(name)
}

function asciiName(text: string): string | undefined {
  // 253 characters of ASCII can't come from more than this; bounds what IDNA is given.
  if (text.length > 1024 || NOT_IN_HOST.test(text)) return undefined
  const lower = text.toLowerCase()
  if (PLAIN.test(lower)) return lower
  const url = URL.parse(`http://${text}/`)
  if (url === null) return undefined
  return url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname
}
