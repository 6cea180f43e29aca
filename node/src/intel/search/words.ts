/** Words of a text as they are looked for. */
export interface Words {
  /** Whole words, in lower case; of Han characters each pair. */
  readonly whole: readonly string[]
  /** Single Han characters. */
  readonly single: readonly string[]
}

const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu
const HAN = /^\p{Script=Han}/u
/** Texts are read this far. */
const LONGEST_TEXT = 2000
const LONGEST_WORD = 60

/** The runs of a text: words, and runs of Han characters, which are written without spaces. */
export function runsOf(text: string): readonly string[] {
  const folded = text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase()
  return folded.match(RUN) ?? []
}

export function isHan(run: string): boolean {
  return HAN.test(run)
}

/** Pairs of neighbouring characters. */
export function pairsOf(run: string): readonly string[] {
  const characters = [...run]
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}

/** Everything a text is found by. */
export function wordsOf(text: string): Words {
  const whole: string[] = []
  const single: string[] = []
  for (const run of runsOf(text)) {
    if (isHan(run)) {
      single.push(...run)
      whole.push(...pairsOf(run))
    } else whole.push(wordOf(run))
  }
  return { whole, single }
}

/** A word as it is kept: long ones by their beginning. */
export function wordOf(run: string): string {
  return run.slice(0, LONGEST_WORD).replace(/[\ud800-\udbff]$/, '')
}
