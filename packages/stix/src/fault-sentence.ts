/** One sentence in both languages. */
export interface FaultSentence {
  readonly en: string
  readonly zh: string
}
