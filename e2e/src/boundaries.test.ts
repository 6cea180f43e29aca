import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '../..')
const rooms = ['packages', 'node', 'bench', 'e2e', 'examples']

interface Report {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly { readonly from: string; readonly rule: { name: string } }[]
  }
}

/** Runs the boundary check of this repository over the rooms found under `folder`. */
function cruise(folder: string, outputType: 'json' | 'err'): { code: number | null; out: string } {
  const tool = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = join(repository, '.dependency-cruiser.cjs')
  const found = rooms.filter((room) => globSync(`${room}/**/*.ts`, { cwd: folder }).length > 0)
  const run = spawnSync(
    process.execPath,
    [tool, '--config', config, '--output-type', outputType, ...found],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  return { code: run.status, out: run.stdout }
}

function report(folder: string): Report {
  return JSON.parse(cruise(folder, 'json').out) as Report
}

/** The violations as `rule: file`, in order. */
function violations(folder: string): string[] {
  return report(folder)
    .summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
    .sort()
}

describe('the boundary check', () => {
  let tree = ''
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'concert-boundaries-'))
  })
  afterEach(() => rmSync(tree, { recursive: true, force: true }))

  function plant(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true })
      writeFileSync(join(tree, path), text)
    }
  }

  test('lets imports in the right direction pass', () => {
    plant({
      'packages/core/src/index.ts': 'export const one = 1\n',
      'packages/tlog/src/index.ts': "export * from '../../core/src/index.ts'\n",
      'packages/envelope/src/index.ts': "export * from '../../tlog/src/index.ts'\n",
      'packages/core/src/one.test.ts': "import 'node:fs'\nimport './index.ts'\n",
      'node/src/index.ts':
        "import 'node:fs'\nexport * from '../../packages/envelope/src/index.ts'\n",
    })
    expect(violations(tree)).toEqual([])
    expect(cruise(tree, 'err').code).toBe(0)
  })

  test('turns red when a package imports sideways or upwards', () => {
    const index = 'export const one = 1\n'
    for (const room of ['core', 'stix', 'tlog', 'envelope', 'threads', 'matching']) {
      plant({ [`packages/${room}/src/index.ts`]: index })
    }
    const wrong = [
      ['core', 'tlog'],
      ['envelope', 'threads'],
      ['matching', 'stix'],
      ['stix', 'tlog'],
      ['tlog', 'envelope'],
    ]
    for (const [from, to] of wrong) {
      plant({ [`packages/${from}/src/wrong.ts`]: `export * from '../../${to}/src/index.ts'\n` })
    }
    expect(violations(tree)).toEqual(
      wrong.map(([from]) => `direction-packages-${from}: packages/${from}/src/wrong.ts`),
    )
    expect(cruise(tree, 'err').code).not.toBe(0)
  })

  test('sees type-only imports, and packages that reach up to the node', () => {
    plant({
      'packages/threads/src/index.ts':
        "import type { A } from '../../../node/src/index.ts'\nexport type B = A\n",
      'node/src/index.ts': 'export type A = 1\n',
    })
    expect(violations(tree)).toEqual(['direction-packages-threads: packages/threads/src/index.ts'])
  })

  test('keeps the node out of the examples and the benches', () => {
    plant({
      'node/src/index.ts': "import '../../bench/src/index.ts'\n",
      'node/src/other.ts': "import '../../examples/demo/src/index.ts'\n",
      'bench/src/index.ts': 'export const one = 1\n',
      'examples/demo/src/index.ts': "import '../../other/src/index.ts'\n",
      'examples/other/src/index.ts': 'export const one = 1\n',
    })
    expect(violations(tree)).toEqual([
      'direction-examples: examples/demo/src/index.ts',
      'direction-node: node/src/index.ts',
      'direction-node: node/src/other.ts',
    ])
  })

  test('keeps the machine out of the packages', () => {
    plant({
      'packages/core/src/a.ts': "import { readFileSync } from 'node:fs'\nreadFileSync('a')\n",
      'packages/core/src/b.ts': "import type { Hash } from 'node:crypto'\nexport type B = Hash\n",
      'packages/core/src/c.ts': "export { DatabaseSync } from 'node:sqlite'\n",
    })
    expect(violations(tree)).toEqual([
      'packages-touch-no-machine: packages/core/src/a.ts',
      'packages-touch-no-machine: packages/core/src/b.ts',
      'packages-touch-no-machine: packages/core/src/c.ts',
    ])
  })

  test('wants dependencies declared, imports resolved, rooms entered by their index', () => {
    plant({
      'packages/core/package.json': '{"name":"@x/core","devDependencies":{"loose":"1.0.0"}}',
      'node_modules/loose/package.json': '{"name":"loose","version":"1.0.0","main":"index.js"}',
      'node_modules/loose/index.js': 'exports.one = 1\n',
      'packages/core/src/index.ts': "import 'loose'\n",
      'packages/core/src/gone.ts': "import './nowhere.ts'\n",
      'packages/core/src/inner.ts': 'export const one = 1\n',
      'node/src/index.ts': "import '../../packages/core/src/inner.ts'\n",
    })
    expect(violations(tree)).toEqual([
      'declared-dependencies-only: packages/core/src/index.ts',
      'front-door: node/src/index.ts',
      'resolvable: packages/core/src/gone.ts',
    ])
  })

  test('sees cycles, sources that need test code, and rooms nobody has placed', () => {
    plant({
      'packages/core/src/a.ts': "import './b.ts'\n",
      'packages/core/src/b.ts': "import './a.ts'\n",
      'node/src/index.ts': "import './testing/postgres.ts'\n",
      'node/src/testing/postgres.ts': 'export const one = 1\n',
      'packages/novel/src/index.ts': "import './more.ts'\n",
      'packages/novel/src/more.ts': 'export const one = 1\n',
    })
    expect(violations(tree)).toEqual([
      'no-cycles: packages/core/src/a.ts',
      'no-test-code-in-sources: node/src/index.ts',
      'room-without-a-place: packages/novel/src/index.ts',
    ])
  })
})

// Without a TypeScript that has a JavaScript API the tool reads no .ts file and still exits 0.
test('every TypeScript file of this repository is checked', () => {
  const { modules, summary } = report(repository)
  const cruised = new Set(modules.map(({ source }) => source))
  const present = rooms
    .flatMap((room) => globSync(`${room}/**/src/**/*.ts`, { cwd: repository }))
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path))
  expect(summary.totalCruised).toBeGreaterThan(30)
  expect(present.length).toBeGreaterThan(30)
  expect(present.filter((path) => !cruised.has(path))).toEqual([])
})
