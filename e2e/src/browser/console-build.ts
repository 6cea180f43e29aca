import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const CONSOLE = join(ROOT, 'console')

/** Where the built console is. */
const DIST = join(CONSOLE, 'dist')

/** Builds the console unless what is there is newer than every source. */
export async function buildConsole(): Promise<void> {
  const built = await changed(join(DIST, 'index.html'))
  const sources = [
    join(ROOT, 'docs/openapi.json'),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => join(CONSOLE, name)),
    ...(await filesIn(join(CONSOLE, 'src'))),
    ...(await filesIn(join(CONSOLE, 'build'))),
  ]
  const times = await Promise.all(sources.map(changed))
  if (Math.max(...times) < built) return
  await promisify(execFile)('npm', ['run', '-s', 'build:console'], { cwd: ROOT })
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.gen.'))
    .map((entry) => join(entry.parentPath, entry.name))
}

async function changed(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
}
