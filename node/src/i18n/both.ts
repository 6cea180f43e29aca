import type { Bilingual } from './language.ts'
import { type MessageKey, type TranslateArguments, translate } from './translate.ts'

/** A sentence in both languages at once, for whoever reads it later. */
export function both<K extends MessageKey>(key: K, ...params: TranslateArguments<K>): Bilingual {
  return { en: translate('en', key, ...params), zh: translate('zh', key, ...params) }
}
