import type { BothLanguages } from './step-texts.ts'

/** Puts values into a sentence: `{name}` stands for a value, the same or one for each language. */
export function fillBoth(
  template: BothLanguages,
  values: Readonly<Record<string, string | number | BothLanguages>>,
): BothLanguages {
  const inLanguage = (lang: keyof BothLanguages) =>
    template[lang].replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (value === undefined) return whole
      return typeof value === 'object' ? value[lang] : String(value)
    })
  return { en: inLanguage('en'), zh: inLanguage('zh') }
}

const ISO_TIME = /^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{3}))?Z$/

/** A value as people read it: times as `2026-11-23 09:01:00 UTC`, all else as it is. */
export function readable(value: string | number): string {
  const [, date, time, ms] = ISO_TIME.exec(String(value)) ?? []
  if (date === undefined) return String(value)
  return `${date} ${time}${ms === undefined || ms === '000' ? '' : `.${ms}`} UTC`
}
