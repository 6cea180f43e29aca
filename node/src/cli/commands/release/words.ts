import type { RetractReason } from '@concert/envelope'
import type { Bilingual } from '../../../i18n/language.ts'
import type { AuditAction } from '../../../release/desk-rows.ts'
import type { QueueState } from '../../../release/queue.ts'

/** How something in the queue stands, in words. */
export const STATE_WORDS: Readonly<Record<QueueState, Bilingual>> = {
  review: { en: 'review', zh: '待审' },
  blocked: { en: 'blocked', zh: '不予放行' },
  approved: { en: 'approved', zh: '已批准' },
  rejected: { en: 'rejected', zh: '已退回' },
  expired: { en: 'expired', zh: '已过期' },
}

/** What was decided, in words. */
export const ACTION_WORDS: Readonly<Record<AuditAction, Bilingual>> = {
  released: { en: 'released', zh: '放行' },
  redacted: { en: 'redacted', zh: '删减后放行' },
  blocked: { en: 'blocked', zh: '不予放行' },
  queued: { en: 'queued', zh: '待审' },
  approved: { en: 'approved', zh: '批准' },
  rejected: { en: 'rejected', zh: '退回' },
  expired: { en: 'expired', zh: '过期' },
  'broke-glass': { en: 'broke the glass', zh: '紧急放行' },
  narrowed: { en: 'taken back: narrowed', zh: '收窄范围，撤回旧版' },
}

/** Why something is taken back, in words. */
export const RETRACT_WORDS: Readonly<Record<RetractReason, Bilingual>> = {
  'false-positive': { en: 'false positive', zh: '误报' },
  expired: { en: 'expired', zh: '已过期' },
  superseded: { en: 'superseded', zh: '已被新版取代' },
  narrowed: {
    en: 'narrowed: a newer version may be seen by fewer',
    zh: '范围收窄：新版可见者更少',
  },
  'shared-in-error': { en: 'shared in error', zh: '误发' },
}

/** The word for a code in a language; the code itself when a newer node knows it. */
export function wordFor<K extends string>(
  words: Readonly<Record<K, Bilingual>>,
  code: string,
  lang: 'en' | 'zh',
): string {
  return Object.hasOwn(words, code) ? words[code as K][lang] : code
}
