/** An answer that may be given again, and what it takes. */
export interface CachedPage {
  /** Its entity tag, which is among the headers, too. */
  readonly tag: string
  readonly body: Uint8Array
  /** The content coding that `body` is in. */
  readonly coding?: 'gzip' | undefined
  readonly headers: readonly (readonly [name: string, value: string])[]
}

interface HeldPage {
  readonly page: CachedPage
  readonly moved: number
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
  readonly #pages = new Map<string, HeldPage>()
  readonly #asked = new Set<string>()
  readonly #maxBytes: number
  #bytes = 0
  /** Pages put last so far. */
  #moves = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(key: string): CachedPage | undefined {
    const held = this.#pages.get(key)
    if (held === undefined) return undefined
    // Last in the order of insertion is what was used last; those of the last half may stay where they are.
    if (this.#moves - held.moved > this.#pages.size / 2) {
      this.#pages.delete(key)
      this.#putLast(key, held.page)
    }
    return held.page
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
    this.#putLast(key, page)
    this.#bytes += size
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      this.#delete(oldest)
    }
    return true
  }

  #putLast(key: string, page: CachedPage): void {
    this.#pages.set(key, { page, moved: ++this.#moves })
  }

  #delete(key: string): void {
    const held = this.#pages.get(key)
    if (held === undefined) return
    this.#pages.delete(key)
    this.#bytes -= sizeOf(key, held.page)
  }
}

/** Compressed forms of a page, which live as long as it does, are counted as another half of it. */
function sizeOf(key: string, { body, coding }: CachedPage): number {
  const withForms = coding === undefined ? Math.ceil(body.length * 1.5) : body.length
  return withForms + key.length * 2 + 500
}
