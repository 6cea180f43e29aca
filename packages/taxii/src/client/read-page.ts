import { type Json, type JsonObject, JsonStream, ok, type Result, refuse } from '@concert/core'
import { isObject } from './resources.ts'

/** An object of a page, in its exact bytes; not validated. */
export interface PulledObject {
  readonly bytes: Uint8Array
  readonly value: JsonObject
}

/** An entry of a page that is not read. */
export interface PageFault {
  /** Place within the page, such as `objects[3]`. */
  readonly at: string
  readonly code: 'object-expected' | 'entry-size' | 'json-syntax'
}

/** An envelope (TAXII 2.1 §3.7) or a bundle (2.0). */
export interface PageContent {
  readonly objects: readonly PulledObject[]
  readonly faults: readonly PageFault[]
  readonly more: boolean
  readonly next?: string
}

/** Most that one page may hold. */
export interface PageBounds {
  readonly bytes: number
  readonly objects: number
}

const MAX_PAGE_FAULTS = 1000

/** Reads a page as it comes. A faulty object costs only itself. @param body - attacker-controlled */
export async function readPage(
  body: AsyncIterable<Uint8Array>,
  bounds: PageBounds,
): Promise<Result<PageContent, 'taxii-malformed' | 'taxii-too-large'>> {
  const stream = new JsonStream(['objects'], {
    maxBytes: bounds.bytes,
    maxElements: bounds.objects,
  })
  const page = new PageBuilder()
  for await (const piece of body) {
    for (const items of stream.push(piece)) for (const item of items) page.add(item)
    if (stream.stopped) break
  }
  for (const item of stream.end()) page.add(item)
  return page.build()
}

type Item = ReturnType<JsonStream['end']>[number]

class PageBuilder {
  readonly #objects: PulledObject[] = []
  readonly #faults: PageFault[] = []
  #shell: Json | undefined
  #stop: 'taxii-malformed' | 'taxii-too-large' | undefined

  add(item: Item): void {
    if (item.kind === 'stop') this.#stop ??= stopCode(item.read.code)
    else if (item.kind === 'shell') this.#take(item.read.ok ? item.read.value : undefined)
    // An envelope without objects has no list (§3.7): it comes as a plain object.
    else if (item.key === undefined) this.#take(item.read.ok ? item.read.value : undefined)
    else if (!item.read.ok) {
      const isLarge = item.read.code === 'element-size'
      this.#fault(item.index, isLarge ? 'entry-size' : 'json-syntax')
    } else if (!isObject(item.read.value)) this.#fault(item.index, 'object-expected')
    else this.#objects.push({ bytes: Uint8Array.from(item.bytes), value: item.read.value })
  }

  build(): Result<PageContent, 'taxii-malformed' | 'taxii-too-large'> {
    if (this.#stop !== undefined) return refuse(this.#stop)
    const shell = this.#shell
    if (!isObject(shell)) return refuse('taxii-malformed')
    const { more, next } = shell
    return ok({
      objects: this.#objects,
      faults: this.#faults,
      more: more === true,
      ...(typeof next === 'string' && next !== '' ? { next } : {}),
    })
  }

  /** A second value after the first is none of TAXII's. */
  #take(shell: Json | undefined): void {
    if (shell === undefined || this.#shell !== undefined) this.#stop ??= 'taxii-malformed'
    this.#shell = shell
  }

  #fault(index: number, code: PageFault['code']): void {
    if (this.#faults.length < MAX_PAGE_FAULTS) this.#faults.push({ at: `objects[${index}]`, code })
    else this.#stop ??= 'taxii-malformed'
  }
}

function stopCode(code: string): 'taxii-malformed' | 'taxii-too-large' {
  const isLarge = code === 'json-size' || code === 'element-count'
  return isLarge ? 'taxii-too-large' : 'taxii-malformed'
}
