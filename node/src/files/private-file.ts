import { type FileHandle, open, stat } from 'node:fs/promises'
import { ok, type Result, refuse } from '@concert/core'
import { errnoOf } from './atomic-file.ts'

/** Why a file with a secret is not read. `at` holds the mode, the system's code or the limit. */
export type PrivateFileCode = 'file-missing' | 'file-unreadable' | 'file-size' | 'key-mode'

const OTHERS = 0o077

/**
 * Reads a file that only its owner may read. The mode is taken from the open file, so that
 * nothing can be swapped between the check and the read.
 *
 * @param limit - most bytes to read
 */
export async function readPrivateFile(
  path: string,
  limit: number,
): Promise<Result<Uint8Array, PrivateFileCode>> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    return unreadable(error)
  }
  try {
    const { mode, size } = await file.stat()
    if (isOpenToOthers(mode)) return refuse('key-mode', modeText(mode))
    if (size > limit) return refuse('file-size', String(limit))
    return ok(await file.readFile())
  } catch (error) {
    return unreadable(error)
  } finally {
    await file.close()
  }
}

/** Checks that only its owner may enter a folder. */
export async function checkPrivateFolder(
  path: string,
): Promise<Result<null, 'file-missing' | 'file-unreadable' | 'folder-mode'>> {
  try {
    const { mode } = await stat(path)
    return isOpenToOthers(mode) ? refuse('folder-mode', modeText(mode)) : ok(null)
  } catch (error) {
    return unreadable(error)
  }
}

function unreadable(error: unknown): ReturnType<typeof refuse<'file-missing' | 'file-unreadable'>> {
  const code = errnoOf(error)
  if (code === undefined) throw error
  return code === 'ENOENT' ? refuse('file-missing') : refuse('file-unreadable', code)
}

function isOpenToOthers(mode: number): boolean {
  // Windows reports 0666 for every file: access lists decide there, not modes.
  return process.platform !== 'win32' && (mode & OTHERS) !== 0
}

function modeText(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}
