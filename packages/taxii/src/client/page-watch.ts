import type { PageContent } from './read-page.ts'

const STALLS = 3

/**
 * Notices a server that goes round in circles. A `next` that stays the same is no fault by itself
 * (some servers keep the place on their side); pages that come again, or promise more and hold
 * nothing, are, after {@link STALLS} of them.
 */
export class PageWatch {
  readonly #seen = new Set<string>()
  #stalls = 0

  /** @returns whether pulling makes no progress any more */
  sees({ objects, faults, next }: PageContent): boolean {
    const mark = `${objects.length} ${faults.length} ${idOf(objects[0])} ${idOf(objects.at(-1))}`
    // An empty page with a new place may be one whose objects this reader may not see.
    const key = objects.length === 0 ? `empty ${next ?? ''}` : mark
    const isStalled = this.#seen.has(key) || objects.length === 0
    this.#seen.add(key)
    this.#stalls = isStalled ? this.#stalls + 1 : 0
    return this.#stalls >= STALLS
  }
}

function idOf(object: PageContent['objects'][number] | undefined): string {
  const { id, modified } = object?.value ?? {}
  return `${String(id).slice(0, 100)}/${String(modified).slice(0, 40)}`
}
