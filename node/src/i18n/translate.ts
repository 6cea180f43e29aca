import { en } from './en.ts'
import type { Language } from './language.ts'
import { zh } from './zh.ts'

/** The key of a sentence in the catalogs. */
export type MessageKey = keyof typeof en

/** The names between braces in a template. */
type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** What a sentence wants filled in: a value for each of its placeholders. */
export type MessageParams<K extends MessageKey> = {
  readonly [Name in Placeholders<(typeof en)[K]>]: string | number
}

/** The arguments of {@link translate} after the key: none when there is nothing to fill in. */
export type TranslateArguments<K extends MessageKey> =
  Placeholders<(typeof en)[K]> extends never ? [] : [params: MessageParams<K>]

/** The sentence `key` in `lang`. A sentence with placeholders does not compile without them. */
export function translate<K extends MessageKey>(
  lang: Language,
  key: K,
  ...[params]: TranslateArguments<K>
): string {
  return fill(template(lang, key), params ?? {})
}

/** The template of a sentence, placeholders and all. */
export function template(lang: Language, key: MessageKey): string {
  return lang === 'zh' ? zh[key] : en[key]
}

/** Puts values into a template. A placeholder without a value stays, so that it is seen. */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  )
}
