import { createHash } from 'node:crypto'
import type { Worded } from '@concert/threads'
import { hostOf } from '../../release/rules/warninglist.ts'
import type { RequestDetail } from '../request-detail.ts'

/** A request with everything that other systems want to know of it. */
export interface ExportSource {
  readonly detail: RequestDetail
  /** Values of its targets, in order; what was erased is left out. */
  readonly targets: readonly string[]
  /** Who asks, as its node's identity says. */
  readonly asker: { readonly host: string; readonly name: string }
}

/** What kind of thing a target is. */
export function kindOf(target: string): 'url' | 'domain' | 'ip' {
  if (target.includes('://')) return 'url'
  const host = hostOf(target)
  return host.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ? 'ip' : 'domain'
}

/** Texts in both languages, as far as there are any: the original first. */
export function bothOf(text: Worded | null | undefined): string {
  if (!text) return ''
  return text.translation ? `${text.original.text}\n${text.translation.text}` : text.original.text
}

/** A UUID that is always the same for the same parts (RFC 9562, version 8), so imports match. */
export function stableUuid(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex')
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}
