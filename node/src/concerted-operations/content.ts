import { type Decoder, decode, dictionary, object, parseCanonical, text } from '@concert/core'

const BOTH = object({ en: text({ max: 2000 }), zh: text({ max: 2000 }) })
const STEP_ID = text({ max: 40 })

/** What a plan says in words, in both languages: content, so that it can be erased. */
export const PLAN_WORDS = object({
  title: BOTH,
  purpose: BOTH,
  /** By the id of the step. */
  steps: dictionary(STEP_ID, BOTH, 200),
}) satisfies Decoder<unknown>

/** See {@link PLAN_WORDS}. */
export type PlanWords = ReturnType<typeof PLAN_WORDS>

/** Reads the words of a plan; null when they were erased or are not in the agreed form. */
export function parsePlanWords(content: Uint8Array | null): PlanWords | null {
  const parsed = content && parseCanonical(content)
  const words = parsed?.ok ? decode(PLAN_WORDS, parsed.value) : undefined
  return words?.ok ? words.value : null
}
