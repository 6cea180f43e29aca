/** Texts of which every match of an expression holds at least one. */
export interface RequiredLiterals {
  readonly texts: readonly string[]
  /** Whether the texts are ASCII in lower case, to be looked for regardless of case. */
  readonly folded: boolean
}

/**
 * Notes, while an expression is read, what every match must hold: for each alternative at the top
 * the longest run of characters that are there for certain.
 */
export class LiteralNotes {
  #best: string[] = ['']
  #run = ''
  /** Whether case is disregarded anywhere. */
  folded = false

  /** A character that stands for itself. */
  character(character: string): void {
    this.#run += character
  }

  /** Something else, after which a new run begins. */
  cut(): void {
    const last = this.#best.length - 1
    if (this.#run.length > (this.#best[last] ?? '').length) this.#best[last] = this.#run
    this.#run = ''
  }

  /** A repetition of what came last, which may be none at all. */
  repeated(least: number): void {
    if (least === 0) this.#run = this.#run.replace(/.$/su, '')
    this.cut()
  }

  /** The next alternative. */
  alternative(): void {
    this.cut()
    this.#best.push('')
  }

  /** What was found; `undefined` when some alternative requires nothing. */
  result(): RequiredLiterals | undefined {
    this.cut()
    const texts = this.folded ? this.#best.map(longestAscii) : this.#best
    return texts.includes('') ? undefined : { texts, folded: this.folded }
  }
}

/** Beyond ASCII, letters fold in ways that lower case alone does not tell. */
function longestAscii(text: string): string {
  const runs = text.toLowerCase().match(/[\0-\x7f]+/g) ?? ['']
  return runs.reduce((best, each) => (each.length > best.length ? each : best))
}

/**
 * A text in the case in which folded literals are looked for: the long s and the Kelvin sign fold
 * to ASCII letters.
 */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's')
}
