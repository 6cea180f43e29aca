import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConcertError } from '@concert/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bench, BenchOptions, Measurement } from './bench.ts'
import { loadBenches } from './catalogue.ts'
import { runCli } from './cli.ts'
import { describeMachine } from './machine.ts'

const measurement: Measurement = {
  figure: 1234.5678,
  unit: 'objects/s',
  ratio: 0.33333333,
  reference: 'a plain loop',
  goal: 'at least 1000 objects/s',
  details: { objects: 100, rounds: { count: 7 }, figure: 'must not win' },
}

function fake(run: (options: BenchOptions) => Promise<Measurement>): Bench {
  return { name: 'fake', description: { en: 'Counts to ten', zh: '数到十' }, run }
}

async function run(args: string[], bench: Bench = fake(async () => measurement)) {
  let out = ''
  let err = ''
  const code = await runCli({
    args,
    benches: [bench],
    machine: { cpu: 'Test CPU × 2', memoryMiB: 4096, node: 'v26.10.0', platform: 'linux 6 x64' },
    language: 'en',
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { code, out, err }
}

describe('the bench command', () => {
  test('lists the benches in the language asked for', async () => {
    expect((await run([])).out).toContain('fake  Counts to ten')
    expect((await run(['--lang', 'zh'])).out).toContain('fake  数到十')
  })

  test('prints exactly one line of JSON, details beside the rest', async () => {
    const { code, out, err } = await run(['fake', '--json'])
    expect([code, err, out.trimEnd().split('\n').length]).toEqual([0, '', 1])
    expect(JSON.parse(out)).toEqual({
      name: 'fake',
      figure: 1235,
      unit: 'objects/s',
      ratio: 0.3333,
      reference: 'a plain loop',
      goal: 'at least 1000 objects/s',
      machine: { cpu: 'Test CPU × 2', memoryMiB: 4096, node: 'v26.10.0', platform: 'linux 6 x64' },
      objects: 100,
      rounds: { count: 7 },
    })
  })

  test('prints a table for people', async () => {
    const { out } = await run(['fake', '--lang', 'zh'])
    expect(out.split('\n').slice(0, 5)).toEqual([
      '基准     fake',
      '数值     1,235 objects/s',
      '比值     0.3333 × a plain loop',
      '目标     at least 1000 objects/s',
      '机器     Test CPU × 2, 4096 MiB, Node v26.10.0, linux 6 x64',
    ])
    expect(out).toContain('objects  100')
  })

  test('hands the scale to the bench', async () => {
    const scales: number[] = []
    const bench = fake(async ({ scale }) => {
      scales.push(scale)
      return measurement
    })
    await run(['fake'], bench)
    await run(['fake', '--scale', '0.1'], bench)
    expect(scales).toEqual([1, 0.1])
  })

  test.each([
    [['nobody'], 'There is no bench named nobody.'],
    [['fake', '--wat'], 'Cannot read the command line: --wat'],
    [['fake', '--scale', '0'], 'Cannot read the command line: --scale 0'],
    [['fake', '--scale', 'much'], 'Cannot read the command line: --scale much'],
    [['fake', '--lang', 'fr'], 'Cannot read the command line: --lang fr'],
    [['fake', 'twice'], 'Cannot read the command line: twice'],
  ])('refuses %j, measuring nothing', async (args, sentence) => {
    const untouched = fake(() => Promise.reject(new Error('was run')))
    const { code, out, err } = await run(args, untouched)
    expect([code, out, err.split('\n')[0]]).toEqual([2, '', sentence])
  })

  test('lets a bench that fails, or measures nothing, fail loudly', async () => {
    const failing = fake(() => Promise.reject(new ConcertError('store-full')))
    await expect(run(['fake'], failing)).rejects.toThrow('store-full')
    const empty = fake(async () => ({ ...measurement, ratio: Number.NaN }))
    await expect(run(['fake'], empty)).rejects.toThrow('bench-without-figure')
  })
})

describe('the folder of benches', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'concert-benches-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function plant(file: string, name: string): void {
    const text = `export const bench = { name: '${name}', description: { en: 'a', zh: '一' }, run() {} }\n`
    writeFileSync(join(folder, file), text)
  }

  test('is read by name, tests and declarations left out', async () => {
    for (const name of ['store', 'envelope']) plant(`${name}.js`, name)
    writeFileSync(join(folder, 'store.test.js'), 'throw new Error()\n')
    writeFileSync(join(folder, 'store.d.ts'), 'export {}\n')
    expect((await loadBenches(folder)).map(({ name }) => name)).toEqual(['envelope', 'store'])
  })

  test('may be absent', async () => {
    expect(await loadBenches(join(folder, 'nowhere'))).toEqual([])
  })

  test('holds no bench under another name, and no module without one', async () => {
    plant('store.js', 'envelope')
    await expect(loadBenches(folder)).rejects.toThrow('bench-malformed')
    writeFileSync(join(folder, 'store.js'), 'export const other = 1\n')
    await expect(loadBenches(folder)).rejects.toThrow('bench-malformed')
  })
})

test('the machine is described', () => {
  const machine = describeMachine()
  expect(machine.cpu).toMatch(/ × [1-9]/)
  expect(machine.memoryMiB).toBeGreaterThan(100)
  expect(machine.node).toBe(process.version)
})
