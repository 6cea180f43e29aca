/** Results of a pure function for the arguments given last: clients send the same headers and addresses. */
export class Recent<T> {
  readonly #make: (text: string) => T
  readonly #most: number
  readonly #known = new Map<string, T>()

  /**
   * @param make - depends on nothing but its argument
   * @param most - results kept; all are let go of at once when there are as many
   */
  constructor(make: (text: string) => T, most: number) {
    this.#make = make
    this.#most = most
  }

  /** The result for a text; one that is too long to be kept is made each time. */
  get(text: string): T {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const made = this.#make(text)
    if (text.length > MAX_TEXT) return made
    if (this.#known.size >= this.#most) this.#known.clear()
    this.#known.set(text, made)
    return made
  }
}

/** Longest text that a result is kept of. */
const MAX_TEXT = 500
