import { access } from 'node:fs/promises'
import { join } from 'node:path'

/** Path of the SQLite database in a data folder or in a backup. */
export function databasePath(folder: string): string {
  return join(folder, 'concert.db')
}

/** Path of the file that names the latest released checkpoint; no backup holds it. */
export function watermarkPath(dataDir: string): string {
  return join(dataDir, 'watermark.json')
}

/** Whether there is something at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
