import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The workspace. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Folder of the bundle. */
export const BUNDLE = fileURLToPath(new URL('../.bundle', import.meta.url))
/** Sources that the bundle was made of, with time and size of each, and the lock of what is installed. */
export const MANIFEST = 'made-of.json'

/**
 * An entry of the bundle, or undefined when there is none or a source is not as it was.
 *
 * @param {'main' | 'prepare'} entry
 */
export function freshBundle(entry) {
  try {
    const files = JSON.parse(readFileSync(join(BUNDLE, MANIFEST), 'utf8'))
    const isFresh = files.every(([path, mtimeMs, size]) => {
      const now = statSync(join(ROOT, path))
      return now.mtimeMs === mtimeMs && now.size === size
    })
    return isFresh ? new URL(`../.bundle/code/${entry}.js`, import.meta.url) : undefined
  } catch {
    return undefined
  }
}
