import type { ExtractOptions, FindingKind, HashAlgorithm, WarningCode } from './finding.ts'

/** Something found in the text that is scanned, before it is placed in its source. */
export interface Hit {
  readonly kind: FindingKind
  readonly value: string
  readonly algorithm?: HashAlgorithm
  readonly from: number
  readonly to: number
  readonly warnings?: readonly WarningCode[]
  /** Besides what refanging undid: a scheme such as `hxxp`. */
  readonly defanged?: boolean
}

/**
 * One text and what was found in it so far. Looks come one after the other, what is most specific
 * first, and no later look sees what an earlier one took: the host of a URL is no second finding.
 */
export class Scan {
  readonly text: string
  readonly options: ExtractOptions
  readonly hits: Hit[] = []
  readonly #taken: Uint8Array
  readonly #max: number

  constructor(text: string, options: ExtractOptions) {
    this.text = text
    this.options = options
    this.#taken = new Uint8Array(text.length)
    this.#max = options.maxFindings ?? 100_000
  }

  get full(): boolean {
    return this.hits.length >= this.#max
  }

  isFree(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#taken[at] === 1) return false
    return true
  }

  /** Takes note of a finding, if its kind is looked for, and takes its place either way. */
  add(hit: Hit): void {
    this.#taken.fill(1, hit.from, hit.to)
    const { kinds } = this.options
    if (!this.full && (kinds === undefined || kinds.has(hit.kind))) this.hits.push(hit)
  }
}

const ALNUM = /[a-z0-9]/i

/** Whether what stands at an index is no ASCII letter or digit, as at a word's edge. */
export function isEdge(text: string, at: number): boolean {
  return !ALNUM.test(text.charAt(at))
}

// Scripts that set no spaces between words (Unicode blocks): Chinese, Japanese, Korean, Thai, Lao,
// Khmer, Burmese, with their punctuation and full-width forms; and general punctuation.
const SPACELESS =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2000-\u206f\u2e80-\ua4cf\uac00-\ud7ff\ud83c-\ud8bf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/
const LETTER = /[\p{L}\p{M}\p{N}]/u

/** Whether a unit can belong to a host name in running text, in scripts that set spaces. */
export function isHostUnit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 0x80) {
    return (
      (unit >= 0x61 && unit <= 0x7a) ||
      (unit >= 0x30 && unit <= 0x39) ||
      (unit >= 0x41 && unit <= 0x5a) ||
      unit === 0x2d ||
      unit === 0x2e ||
      unit === 0x5f
    )
  }
  const char = text.charAt(at)
  return !SPACELESS.test(char) && LETTER.test(char)
}

/** Whether a unit is a letter of a script that sets no spaces. */
export function isSpacelessLetter(text: string, at: number): boolean {
  const char = text.charAt(at)
  return SPACELESS.test(char) && LETTER.test(char)
}
