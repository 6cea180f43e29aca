import { ConcertError } from '@concert/core'
import type { Bilingual } from '../i18n/language.ts'
import { OUTBOUND_FAULTS } from '../outbound/outbound-fault.ts'

/** Why a text was not translated, or a translation not kept. */
export const LANGUAGE_CODES = {
  ...OUTBOUND_FAULTS,
  'text-unknown': {
    en: 'There is no text at this place, or it was erased.',
    zh: '该处没有文本，或已被删除。',
  },
  'translation-unknown': { en: 'There is no translation of it here.', zh: '本节点没有该译文。' },
  'translation-given': {
    en: 'The author has given this language: it is not replaced.',
    zh: '作者已提供该语言的文本，不予替换。',
  },
  'translation-own': {
    en: 'Another person reviews it than the one who made it.',
    zh: '审校人不得为译者本人。',
  },
  'same-language': { en: 'The text is in this language already.', zh: '文本已是该语言。' },
  'service-missing': {
    en: 'No translation service is configured.',
    zh: '未配置翻译服务。',
  },
  'no-rule': {
    en: 'No rule of yours allows this text to be given to the translation service: its label or its compact is not among them.',
    zh: '没有规则允许将该文本交给翻译服务：其TLP级别或合作约定不在规则之列。',
  },
  'service-key': {
    en: 'The file with the key of the translation service cannot be used: one line, mode 0600.',
    zh: '翻译服务的密钥文件不可用：应为单行，权限为0600。',
  },
  'service-status': {
    en: 'The translation service answered with an error.',
    zh: '翻译服务返回错误。',
  },
  'service-malformed': {
    en: 'What the translation service answered cannot be used.',
    zh: '翻译服务返回的内容不可用。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link LANGUAGE_CODES}. */
export type LanguageCode = keyof typeof LANGUAGE_CODES

/** Thrown where a service gives no translation. Nothing of the text is in it. */
export class TranslationError extends ConcertError {
  declare readonly code: LanguageCode

  constructor(code: LanguageCode, options?: ErrorOptions) {
    super(code, {}, options)
    this.name = 'TranslationError'
  }
}
