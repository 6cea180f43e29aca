import { type FileHandle, open, readFile } from 'node:fs/promises'
import { type Json, parseStrictJson } from '@concert/core'
import { type PullCursor, type PulledObject, readPullCursor } from '@concert/taxii'
import { isErrno, replaceFile } from '../../../files/atomic-file.ts'

/** Which collection is pulled. */
export interface PullPlace {
  readonly root: string
  readonly collection: string
}

/** Why a file can't be pulled into. */
export type PullFileCode = 'file-bad' | 'other-collection'

interface Kept extends PullPlace {
  /** Bytes of the file that count; what stands after them was cut off while it was written. */
  readonly size: number
  readonly objects: number
  readonly cursor: PullCursor
}

const MODE = 0o600
const LINE_END = 0x0a

/**
 * A file of objects, one a line, and beside it `FILE.cursor` with how far that is: a pull that was cut
 * anywhere goes on with nothing missed and nothing twice, and one that is done fetches what is new.
 */
export class PullFile {
  readonly #path: string
  readonly #file: FileHandle
  #kept: Kept

  private constructor(path: string, file: FileHandle, kept: Kept) {
    this.#path = path
    this.#file = file
    this.#kept = kept
  }

  /** Opens a new file, or one that a pull of the same collection began. */
  static async open(path: string, place: PullPlace): Promise<PullFile | PullFileCode> {
    const kept = await readKept(`${path}.cursor`)
    if (kept === 'file-bad') return kept
    if (kept && (kept.root !== place.root || kept.collection !== place.collection)) {
      return 'other-collection'
    }
    let file: FileHandle
    try {
      file = await open(path, kept ? 'r+' : 'wx', MODE)
    } catch {
      return 'file-bad'
    }
    const begin = kept ?? { ...place, size: 0, objects: 0, cursor: {} }
    if ((await file.stat()).size < begin.size) {
      await file.close()
      return 'file-bad'
    }
    await file.truncate(begin.size)
    return new PullFile(path, file, begin)
  }

  get cursor(): PullCursor {
    return this.#kept.cursor
  }

  /** Objects in the file. */
  get objects(): number {
    return this.#kept.objects
  }

  /** Adds a page and the place after it. */
  async add(objects: readonly PulledObject[], cursor: PullCursor): Promise<void> {
    const lines = Buffer.concat(objects.flatMap(({ bytes }) => [oneLine(bytes), NEWLINE]))
    const { size } = this.#kept
    if (lines.length > 0) {
      await this.#file.write(lines, 0, lines.length, size)
      await this.#file.datasync()
    }
    const count = this.#kept.objects + objects.length
    this.#kept = { ...this.#kept, size: size + lines.length, objects: count, cursor }
    const text = `${JSON.stringify(this.#kept)}\n`
    await replaceFile(`${this.#path}.cursor`, Buffer.from(text), MODE)
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

const NEWLINE = Buffer.from([LINE_END])

/** Line ends of JSON stand between its tokens only: a space there says the same. */
function oneLine(bytes: Uint8Array): Uint8Array {
  return bytes.includes(LINE_END) || bytes.includes(0x0d)
    ? bytes.map((byte) => (byte === LINE_END || byte === 0x0d ? 0x20 : byte))
    : bytes
}

async function readKept(path: string): Promise<Kept | 'file-bad' | undefined> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    return isErrno(error, 'ENOENT') ? undefined : 'file-bad'
  }
  const parsed = parseStrictJson(bytes)
  const value = (parsed.ok ? parsed.value : null) as Record<string, Json> | null
  const { root, collection, size, objects } = value ?? {}
  const cursor = readPullCursor(value?.cursor ?? null)
  if (typeof root !== 'string' || typeof collection !== 'string' || cursor === undefined) {
    return 'file-bad'
  }
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(objects)) return 'file-bad'
  return { root, collection, size: Number(size), objects: Number(objects), cursor }
}
