import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, link, open, rm } from 'node:fs/promises'
import { concat, ok, type Result, refuse, u32, u64, utf8 } from '@concert/core'
import type { Place } from '../federation/channel.ts'
import { isErrno } from '../files/atomic-file.ts'

const MAGIC = utf8('CONCERTF1')
const DIGEST_BYTES = 32
const LENGTH_BYTES = 4
const PLACE_BYTES = 16

/** Largest frame: a parcel of the largest size that can be configured. */
const MAX_FRAME = 256 << 20

/** Why a courier's file is not read on. */
export type CourierFault = 'courier-not' | 'courier-cut' | 'courier-damaged'

/**
 * Writes a courier's file (docs/protocol/delivery.md): magic, frames of `u32(len) ‖ bytes`, the
 * first of which is the sender's identity and each other a parcel, then `u32(0)`, the place up to
 * which it goes as `u64(epoch) ‖ u64(seq)`, and SHA-256 of all that is before. It gets its name when
 * it is whole.
 */
export class CourierWriter {
  readonly #path: string
  readonly #file: FileHandle
  readonly #hash: Hash = createHash('sha256')
  #size = 0

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  /** Begins a file; what an earlier attempt at the same one left is overwritten. */
  static async create(path: string, identity: Uint8Array): Promise<CourierWriter> {
    const writer = new CourierWriter(path, await open(partOf(path), 'w', 0o600))
    await writer.#write(MAGIC)
    await writer.add(identity)
    return writer
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size
  }

  async add(frame: Uint8Array): Promise<void> {
    await this.#write(concat(u32(frame.length), frame))
  }

  /** Ends the file. @returns false when a file of that name has come meanwhile; it is left alone */
  async end({ epoch, seq }: Place): Promise<boolean> {
    await this.#write(concat(u32(0), u64(epoch), u64(seq)))
    await this.#file.writeFile(this.#hash.digest())
    await this.#file.sync()
    await this.#file.close()
    try {
      await link(partOf(this.#path), this.#path)
      return true
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return false
      throw error
    } finally {
      await rm(partOf(this.#path), { force: true })
    }
  }

  /** Takes away what was written. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined)
    await rm(partOf(this.#path), { force: true })
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    this.#size += bytes.length
    await this.#file.writeFile(bytes)
  }
}

function partOf(path: string): string {
  return `${path}.part`
}

/** The place up to which a whole file goes; undefined for one that is not whole. */
export async function courierEnd(path: string): Promise<Place | undefined> {
  const frames = courierFrames(path)
  for (;;) {
    const step = await frames.next()
    if (step.done) return step.value.ok ? step.value.value : undefined
  }
}

/**
 * Reads the frames of a courier's file one by one. What comes before a fault is good: each parcel is
 * signed by itself, and taking one twice changes nothing.
 *
 * @param path - of a file whose content is attacker-controlled
 */
export async function* courierFrames(
  path: string,
): AsyncGenerator<Uint8Array, Result<Place, CourierFault>> {
  const file = await open(path, 'r')
  try {
    return yield* framesOf(file, (await file.stat()).size)
  } finally {
    await file.close()
  }
}

async function* framesOf(
  file: FileHandle,
  size: number,
): AsyncGenerator<Uint8Array, Result<Place, CourierFault>> {
  const hash = createHash('sha256')
  let at = 0
  const take = async (length: number): Promise<Uint8Array | undefined> => {
    // Nothing is allocated for bytes that are announced and not there.
    if (at + length > size) return undefined
    const bytes = new Uint8Array(length)
    const { bytesRead } = await file.read(bytes, 0, length, at)
    at += bytesRead
    return bytesRead === length ? bytes : undefined
  }
  const magic = await take(MAGIC.length)
  if (!magic || MAGIC.some((byte, i) => magic[i] !== byte)) return refuse('courier-not', '0')
  hash.update(magic)
  for (;;) {
    const head = await take(LENGTH_BYTES)
    if (!head) return refuse('courier-cut', String(at))
    hash.update(head)
    const length = new DataView(head.buffer).getUint32(0)
    if (length === 0) break
    if (length > MAX_FRAME) return refuse('courier-damaged', String(at))
    const frame = await take(length)
    if (!frame) return refuse('courier-cut', String(at))
    hash.update(frame)
    yield frame
  }
  const place = await take(PLACE_BYTES)
  const digest = place && (await take(DIGEST_BYTES))
  if (!place || !digest) return refuse('courier-cut', String(at))
  hash.update(place)
  const isWhole = Buffer.from(digest).equals(hash.digest()) && at === size
  if (!isWhole) return refuse('courier-damaged', String(at))
  const view = new DataView(place.buffer)
  const [epoch, seq] = [Number(view.getBigUint64(0)), Number(view.getBigUint64(8))]
  return Number.isSafeInteger(epoch) && Number.isSafeInteger(seq)
    ? ok({ epoch, seq })
    : refuse('courier-damaged', String(at))
}
