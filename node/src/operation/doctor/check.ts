import { both } from '../../i18n/both.ts'
import type { Bilingual } from '../../i18n/language.ts'
import type { MessageKey, TranslateArguments } from '../../i18n/translate.ts'

/** What was looked at: the keys `doctor.name.*` of the catalogs. */
export type CheckName = MessageKey extends infer K
  ? K extends `doctor.name.${infer Name}`
    ? Name
    : never
  : never

/** `fail`: the node cannot do its work, or must not; `warn`: somebody should see to it soon. */
export type CheckState = 'ok' | 'warn' | 'fail'

/** The outcome of one check. */
export interface Check {
  readonly name: CheckName
  readonly state: CheckState
  /** Which peer, file or the like, where there are several. */
  readonly about: string
  readonly note: Bilingual
}

/** Makes the outcome of a check, with the sentence `key`. */
export function check<K extends MessageKey>(
  name: CheckName,
  state: CheckState,
  key: K,
  ...params: TranslateArguments<K>
): Check {
  return { name, state, about: '', note: both(key, ...params) }
}
