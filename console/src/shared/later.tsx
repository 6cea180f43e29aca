import { useEffect, useEffectEvent } from 'react'
import { nodeNow } from '../api/connection.ts'
import type { Both } from '../i18n/both.ts'
import { fromThen, span } from '../i18n/format.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { useNow } from './now.ts'

const texts = {
  now: ['It can be tried again now.', '现在可以重试。'],
  notYet: (at: string, left: string): Both => [
    `Try again from ${at}, in ${left}.`,
    `请于${at}后重试，还需${left}。`,
  ],
  itself: (at: string, left: string): Both => [
    `It is asked again by itself at ${at}, in ${left}.`,
    `将于${at}自动重试，还需${left}。`,
  ],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/** Many pages that were refused at one time are not to come back at one time. */
const SPREAD_MS = 2_000

/**
 * When something that was refused for now may be asked again, by UTC and by the clock here.
 *
 * @param again - asks again when it is time; without it whoever reads this does
 */
export function Later({ until, again }: { until: number; again?: (() => void) | undefined }) {
  const t = useText()
  const { lang } = useLanguage()
  const now = useNow()
  const ask = useEffectEvent(() => again?.())
  useEffect(() => {
    const wait = Math.max(0, until - nodeNow()) + Math.random() * SPREAD_MS
    const timer = setTimeout(ask, wait)
    return () => clearTimeout(timer)
  }, [until])
  if (now >= until) return again === undefined ? t(texts.now) : null
  const at = fromThen(until, now, lang)
  const left = t(span(until - now))
  return t(again === undefined ? texts.notYet(at, left) : texts.itself(at, left))
}
