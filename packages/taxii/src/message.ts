import type { TaxiiLanguage } from './problem.ts'

/** A request as the server needs it, whatever framework brought it. */
export interface TaxiiRequest {
  readonly method: string
  /** As it was sent, query included; attacker-controlled. */
  readonly url: string
  /** A header by its name in lower case. */
  readonly header: (name: string) => string | undefined
  /** SHA-256 of the client certificate, hex, when it was checked in front of or by the listener. */
  readonly certificate?: string | undefined
  readonly body: AsyncIterable<Uint8Array>
}

/** What goes back. */
export interface TaxiiResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
  /** The content coding that `body` is in already; only when the client takes it. */
  readonly coding?: 'gzip' | undefined
  /** To be called when the body has left and nobody reads it any more; see {@link ObjectPage.release}. */
  readonly release?: (() => void) | undefined
}

/** What a request shows to say who it comes from. */
export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'certificate'; readonly sha256: string }
  | { readonly kind: 'none' }

const MAX_AUTHORIZATION = 2048

/**
 * The credentials of RFC 7617 and RFC 6750, or the certificate.
 *
 * @returns `undefined` when there are some that can't be read
 */
export function credentialsOf(request: TaxiiRequest): Credentials | undefined {
  const header = request.header('authorization')
  if (header === undefined) {
    const sha256 = request.certificate
    return sha256 === undefined ? { kind: 'none' } : { kind: 'certificate', sha256 }
  }
  if (header.length > MAX_AUTHORIZATION) return undefined
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header) ?? []
  if (scheme.toLowerCase() === 'bearer') return { kind: 'bearer', token: value }
  if (scheme.toLowerCase() !== 'basic') return undefined
  const text = fromBase64(value)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon < 0) return undefined
  return { kind: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function fromBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The language that titles are wanted in: Chinese when it is named before English. */
export function languageOf(request: TaxiiRequest): TaxiiLanguage {
  const header = request.header('accept-language')?.slice(0, 200).toLowerCase()
  const [first] = /\b(zh|en)\b/.exec(header ?? '') ?? []
  return first === 'zh' ? 'zh' : 'en'
}
