/** An answer that may be given again, and what it takes. */
export interface CachedPage {
  /** Its entity tag, which is among the headers, too. */
  readonly tag: string
  readonly body: Uint8Array
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Keys of pages that were asked for once. */
const KEYS_REMEMBERED = 4096
/** Longest key, which holds the client's query: longer ones are not worth the memory. */
const MAX_KEY = 1000

/**
 * The pages read last, bounded in bytes. What is in it is named by all that it depends on, so nothing
 * has to be thrown out for being wrong, only for being old. A page is kept when it is asked for a second
 * time: a pull through millions of objects neither pushes out what many ask for, nor makes garbage that
 * has grown old.
 */
export class PageCache {
  readonly #pages = new Map<string, CachedPage>()
  readonly #asked = new Set<string>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(key: string): CachedPage | undefined {
    const page = this.#pages.get(key)
    if (page === undefined) return undefined
    // Last in the order of insertion is what was used last.
    this.#pages.delete(key)
    this.#pages.set(key, page)
    return page
  }

  /**
   * Keeps a page that was made, unless it is the first time that it is asked for.
   *
   * @returns whether it is kept
   */
  offer(key: string, page: CachedPage): boolean {
    if (key.length > MAX_KEY) return false
    if (this.#asked.delete(key)) return this.#set(key, page)
    this.#asked.add(key)
    if (this.#asked.size <= KEYS_REMEMBERED) return false
    const [oldest] = this.#asked
    if (oldest !== undefined) this.#asked.delete(oldest)
    return false
  }

  #set(key: string, page: CachedPage): boolean {
    this.#delete(key)
    const size = sizeOf(key, page)
    if (size > this.#maxBytes) return false
    this.#pages.set(key, page)
    this.#bytes += size
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      this.#delete(oldest)
    }
    return true
  }

  #delete(key: string): void {
    const page = this.#pages.get(key)
    if (page === undefined) return
    this.#pages.delete(key)
    this.#bytes -= sizeOf(key, page)
  }
}

/** Compressed forms of a page, which live as long as it does, are counted as another half of it. */
function sizeOf(key: string, { body }: CachedPage): number {
  return Math.ceil(body.length * 1.5) + key.length * 2 + 500
}
