import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Mode of files that hold secrets: the owner alone reads and writes. */
export const PRIVATE_FILE = 0o600

/** Mode of folders that hold secrets. */
export const PRIVATE_FOLDER = 0o700

/**
 * Writes a new file, whole or not at all: temporary file, fsync, link, fsync of the folder.
 *
 * @returns false when a file of that name exists already; it is left alone.
 */
export async function createFile(path: string, bytes: Uint8Array, mode: number): Promise<boolean> {
  const temporary = await writeTemporary(path, bytes, mode)
  try {
    // Unlike rename, link never replaces what is there.
    await link(temporary, path)
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(dirname(path))
  return true
}

/** Replaces a file, or makes it: a reader sees the old bytes or the new ones, never a mixture. */
export async function replaceFile(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const temporary = await writeTemporary(path, bytes, mode)
  try {
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes a folder that only its owner may enter. One that exists keeps its mode. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER })
}

/** Makes the entries of a folder durable. Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Whether an error came from the system with this code, such as `ENOENT`. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  const code = errnoOf(error)
  return code !== undefined && codes.includes(code)
}

/** The system's code of an error, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

async function writeTemporary(path: string, bytes: Uint8Array, mode: number): Promise<string> {
  const name = `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`
  const temporary = join(dirname(path), name)
  const file = await open(temporary, 'wx', mode)
  try {
    await file.writeFile(bytes)
    // The umask may have taken bits away, never added any; a secret's mode is exact anyway.
    await file.chmod(mode)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return temporary
}
