import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const repository = join(import.meta.dirname, '../..')

/** A workspace with one unused thing of each kind in the node, under this repository's rules. */
const workspace: Readonly<Record<string, string>> = {
  'package.json': '{"name":"root","private":true,"workspaces":["packages/*","node"]}',
  'packages/core/package.json': '{"name":"@x/core","exports":{".":"./src/index.ts"}}',
  'packages/core/src/index.ts': 'export const offered = 1\n',
  'node/package.json':
    '{"name":"@x/node","exports":{".":"./src/index.ts"},"dependencies":{"left-over":"1.0.0"}}',
  'node/src/index.ts': "import { used } from './parts.ts'\nimport 'undeclared'\nused()\n",
  'node/src/parts.ts': 'export function used() {}\nexport function forgotten() {}\n',
  'node/src/lost.ts': 'export const lost = 1\n',
}

function runKnip(folder: string): { code: number | null; out: string } {
  const tool = join(repository, 'node_modules/knip/bin/knip.js')
  const args = [tool, '--directory', folder, '--reporter', 'compact', '--no-config-hints']
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder })
  return { code: run.status, out: run.stdout }
}

test('unused files, exports and dependencies are red, what a package offers is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'concert-unused-'))
  try {
    for (const [path, text] of Object.entries(workspace)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    cpSync(join(repository, 'knip.json'), join(folder, 'knip.json'))
    const { code, out } = runKnip(folder)
    expect(code).toBe(1)
    for (const name of ['left-over', 'undeclared', 'forgotten', 'lost.ts']) {
      expect(out).toContain(name)
    }
    expect(out).not.toContain('offered')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
