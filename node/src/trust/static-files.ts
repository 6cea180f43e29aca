import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { utf8 } from '@concert/core'
import {
  ENTRIES_LEVEL,
  hashesInLevel,
  parseCheckpoint,
  parseNote,
  TILE_WIDTH,
  type TileCoordinate,
  tilePath,
  tilesOfGrowth,
} from '@concert/tlog'
import { isErrno, replaceFile } from '../files/atomic-file.ts'
import { generationOf, logPath } from '../identity/log-generation.ts'
import { LogError } from './log-error.ts'
import type { NodeLog } from './node-log.ts'
import { PacedLoop } from './paced-loop.ts'

const PUBLIC_FILE = 0o644
const EVERY_MS = 1_000

/** What {@link StaticFiles} needs. */
export interface StaticFilesOptions {
  readonly log: NodeLog
  /** Root of a web server or mirror: paths in it are those of the node's URLs. */
  readonly folder: string
  /** Least time between two publications, in milliseconds; 1,000 by default. */
  readonly everyMs?: number
  /** Told of every failure; it is tried again. */
  onError(error: unknown): void
}

/**
 * Keeps a copy of the log as static files (tlog-tiles), for a web server, a mirror or an object
 * store. Tiles come before the checkpoint that needs them. Partial tiles are kept until the full
 * one is there, and then collected.
 */
export class StaticFiles {
  readonly #options: StaticFilesOptions
  readonly #prefix: string
  readonly #loop: PacedLoop
  readonly #timer: NodeJS.Timeout
  #published: { readonly size: number; readonly text: string } | undefined

  constructor(options: StaticFilesOptions) {
    const { log, folder, everyMs = EVERY_MS, onError } = options
    this.#options = options
    this.#prefix = path.join(folder, logPath(generationOf(log.origin)))
    const step = async () => {
      await this.#publish()
      return false
    }
    this.#loop = new PacedLoop({ step, intervalMs: everyMs, onError })
    // Cosignatures come after the head, and tell nobody here.
    this.#timer = setInterval(() => this.#loop.wake(), everyMs).unref()
    this.#loop.wake()
  }

  /** Waits for a running publication; there will be no other. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#loop.stop()
  }

  async #publish(): Promise<void> {
    const { log } = this.#options
    const [head, witnessed] = [log.head(), log.witnessed()]
    const { size, checkpoint } = witnessed?.size === head.size ? witnessed : head
    this.#published ??= await this.#readPublished()
    const before = this.#published
    // Another process may have published more, and an equal text needs no writing.
    if (size < before.size || checkpoint === before.text) return
    for (const tile of tilesOfGrowth(before.size, size)) await this.#write(tile)
    await this.#replace('checkpoint', utf8(checkpoint))
    this.#published = { size, text: checkpoint }
    await this.#collect(before.size, size)
  }

  async #readPublished(): Promise<{ readonly size: number; readonly text: string }> {
    try {
      const text = await readFile(path.join(this.#prefix, 'checkpoint'), 'utf8')
      const note = parseNote(text)
      const read = note.ok ? parseCheckpoint(note.value.text) : note
      // What is no checkpoint of ours is written over.
      const isOurs = read.ok && read.value.origin === this.#options.log.origin
      return isOurs ? { size: read.value.size, text } : { size: 0, text: '' }
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return { size: 0, text: '' }
      throw error
    }
  }

  async #write(tile: TileCoordinate): Promise<void> {
    const data = await this.#options.log.readTile(tile)
    if (data === undefined) throw new LogError('log-damaged', { at: tilePath(tile) })
    await this.#replace(tilePath(tile), data)
  }

  async #replace(name: string, data: Uint8Array): Promise<void> {
    const file = path.join(this.#prefix, name)
    await mkdir(path.dirname(file), { recursive: true })
    await replaceFile(file, data, PUBLIC_FILE)
  }

  /** Removes the partial tiles of those that have become full. */
  async #collect(oldSize: number, size: number): Promise<void> {
    for (let level = ENTRIES_LEVEL; hashesInLevel(level, size) >= TILE_WIDTH; level++) {
      const first = Math.floor(hashesInLevel(level, oldSize) / TILE_WIDTH)
      const end = Math.floor(hashesInLevel(level, size) / TILE_WIDTH)
      // Only the first of them can have been published as a partial one.
      if (first === end) continue
      const full = path.join(this.#prefix, tilePath({ level, number: first, width: TILE_WIDTH }))
      await rm(`${full}.p`, { recursive: true, force: true })
    }
  }
}
