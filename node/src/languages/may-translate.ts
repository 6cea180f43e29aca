import type { Tlp } from '@concert/envelope'
import { tlpAllowed } from '@concert/threads'
import type { LanguagesSettings } from '../config/config.ts'

/** What a rule looks at before a text is given to the translation service. */
export interface Asked {
  readonly tlp: Tlp
  /** Id of the compact that the statement stands on; null for none. */
  readonly compact: string | null
}

/**
 * Whether a rule allows a text to be given to the operator's translation service. Without a rule
 * nothing ever is; RED never is: its readers are the people it was sent to, and no machine.
 */
export function mayTranslate(
  rules: NonNullable<LanguagesSettings['rules']>,
  { tlp, compact }: Asked,
): boolean {
  if (tlp === 'red') return false
  return rules.some((rule) => {
    if (!tlpAllowed(tlp, rule.tlp)) return false
    return rule.compacts === undefined || (compact !== null && rule.compacts.includes(compact))
  })
}
