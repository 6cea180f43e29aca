import { hash } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { isErrno, PRIVATE_FOLDER } from '../files/atomic-file.ts'

/**
 * The files that the processes of one node keep in a folder that they share. Each has its own, so
 * none can overwrite what another has written, however slow it was.
 */
export async function sharedMarks(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder)
    const marks = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    return marks.map((name) => path.join(folder, name))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

/**
 * Makes the folder, and names the file of this process there: the same at every start of its
 * place, another for each other place.
 *
 * @param ownPath - where this process keeps its mark alone
 */
export async function ownSharedMark(folder: string, ownPath: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER })
  const place = hash('sha256', `${hostname()}\n${path.resolve(ownPath)}`)
  return path.join(folder, `${place.slice(0, 16)}.json`)
}
