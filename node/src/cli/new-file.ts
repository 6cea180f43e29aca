import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { isErrno } from '../files/atomic-file.ts'
import type { Output } from './command.ts'

/** A file that is written bit by bit and gets its name only when it is whole. */
export interface NewFile {
  readonly output: Output
  /** Gives the file its name. @returns false when another took it meanwhile; it is left alone */
  keep(): Promise<boolean>
  /** Takes away what was written. */
  discard(): Promise<void>
}

/** Begins a new file. @returns undefined when one of that name exists */
export async function beginFile(path: string): Promise<NewFile | undefined> {
  if (await exists(path)) return undefined
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  const stream = createWriteStream(part, { flags: 'wx', flush: true })
  const ended = finished(stream)
  // Told when it is waited for.
  ended.catch(() => {})
  const discard = () => rm(part, { force: true })
  return {
    output: stream,
    async keep() {
      try {
        stream.end()
        await ended
        await link(part, path)
        return true
      } catch (error) {
        if (isErrno(error, 'EEXIST')) return false
        throw error
      } finally {
        await discard()
      }
    },
    async discard() {
      stream.destroy()
      await ended.catch(() => {})
      await discard()
    },
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}
