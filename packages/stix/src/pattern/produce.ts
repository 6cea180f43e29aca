import type { Observable } from '../observable.ts'

/** `[domain-name:value = '…']` (STIX 2.1 §9). */
export function domainPattern(value: string): string {
  return comparison('domain-name', value)
}

/** `[url:value = '…']` (STIX 2.1 §9). */
export function urlPattern(value: string): string {
  return comparison('url', value)
}

/** `[ipv4-addr:value = '…']`, or `ipv6-addr` when the address or network has a colon. */
export function ipPattern(value: string): string {
  return comparison(value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value)
}

/** The pattern that matches an observable by its value. */
export function patternOf({ type, value }: Observable): string {
  return comparison(type, value)
}

function comparison(type: Observable['type'], value: string): string {
  return `[${type}:value = '${escapePatternString(value)}']`
}

/** A string literal's content (§9.3): only the backslash and the quote are escaped. */
export function escapePatternString(value: string): string {
  return value.replace(/[\\']/g, '\\$&')
}
