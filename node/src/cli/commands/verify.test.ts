import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommandLine } from '../run.ts'
import { COMMANDS } from '../table.ts'

const VECTORS = new URL('../../../../packages/envelope/vectors/evidence.json', import.meta.url)
let folder: string
let evidence: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-verify-'))
  const vectors = JSON.parse(await readFile(VECTORS, 'utf8'))
  evidence = vectors.evidence
  await writeFile(join(folder, 'keys.json'), JSON.stringify(vectors.keys))
  await writeFile(join(folder, 'good.json'), evidence)
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function verify(file: string, ...words: string[]) {
  let out = ''
  let err = ''
  const named = words.includes('--keys') ? [] : ['--keys', join(folder, 'keys.json')]
  const exit = await runCommandLine({
    line: ['verify', join(folder, file), ...named, ...words],
    out: { write: (chunk) => (out += chunk) },
    err: { write: (chunk) => (err += chunk) },
    env: { LANG: 'en' },
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { exit, out, err }
}

test('says step by step what was checked, what that proves and what not', async () => {
  const { exit, out } = await verify('good.json')
  expect(exit).toBe(0)
  expect(out).toMatch(/^10 ✓ The sender's log holds the envelope\.\n +log +arden\.example\/log\n/m)
  expect(out).toMatch(/ +signature suites +Ed25519 \+ ML-DSA-65\n/)
  expect(out).toMatch(/ +✓ cairn {2}2026-11-23 09:01:00 UTC\n/)
  expect(out).toContain('Does not prove')
  expect(out).toMatch(
    /✓ The evidence holds.*\n {2}■ signed {2}■ logged {2}■ witnessed {2}■ receipted/,
  )
  const zh = await verify('good.json', '--lang', 'zh')
  expect(zh.out).toMatch(/✓ 证据包成立/)
  expect(zh.out).not.toMatch(/[a-z]{3,} (the|of|is) /)
})

test('a changed file is refused, and the step is named', async () => {
  const at = evidence.indexOf('"bytes":"', evidence.indexOf('"items":')) + 12
  const letter = evidence[at] === 'A' ? 'B' : 'A'
  await writeFile(join(folder, 'bad.json'), evidence.slice(0, at) + letter + evidence.slice(at + 1))
  const { exit, out } = await verify('bad.json', '--brief')
  expect(exit).toBe(1)
  expect(out).toMatch(/^ 7 ✗ The items .* \[fails\]\n {6}commitment-mismatch \(items\[0\]\): /m)
  expect(out).toMatch(/✗ The evidence does NOT hold\. It fails at step 7/)
  expect(out).not.toContain('What it shows')
  const machine = JSON.parse((await verify('bad.json', '--json')).out)
  expect(machine).toMatchObject({ v: 1, verified: false, verdict: 'fails', failed: 'items' })
  expect(machine.steps[6]).toMatchObject({ step: 'items', ok: false, code: 'commitment-mismatch' })
  expect(machine.steps[6].said.zh).toMatch(/并非所签内容/)
  expect(machine.reached).toMatchObject({ signed: 'yes', receipted: 'yes' })
})

test('files that cannot be used are told apart', async () => {
  const code = async (file: string, ...words: string[]) => {
    const { exit, err, out } = await verify(file, ...words)
    expect(out).toBe('')
    return [exit, /\[([a-z-]+)\]: (.*)/.exec(err)?.slice(1, 3).join(' ')]
  }
  expect((await code('nothing.json'))[1]).toMatch(/^file-unreadable There is no file/)
  expect((await code('.'))[1]).toMatch(/^file-unreadable .* is not a file/)
  await writeFile(join(folder, 'empty.json'), '')
  expect((await code('empty.json'))[1]).toMatch(/^file-unreadable .* is empty/)
  await writeFile(join(folder, 'huge.json'), '')
  // Sparse: it takes no room and is never read.
  await truncate(join(folder, 'huge.json'), 2 ** 40)
  expect((await code('huge.json'))[1]).toMatch(/^too-large .* has 1099511627776 bytes/)
  const swapped = await code('keys.json', '--keys', join(folder, 'good.json'))
  expect(swapped).toEqual([2, expect.stringMatching(/^(files-swapped|too-large) /)])
  expect((await code('good.json', '--keys', join(folder, 'good.json')))[1]).toMatch(
    /^keys-malformed /,
  )
})

test('keys of other nodes: it cannot be told', async () => {
  const keys = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'))
  const other = join(folder, 'other.json')
  await writeFile(other, JSON.stringify({ ...keys, nodes: keys.nodes.slice(0, 1) }))
  const { exit, out } = await verify('good.json', '--keys', other)
  expect(exit).toBe(1)
  expect(out).toMatch(/\? Cannot tell/)
  expect(out).toMatch(/ 2 ✗ .*\n {6}unknown-identity \(envelope\.to\): .*Anybody can make up nodes/)
})

test('what a file says cannot repaint the terminal', async () => {
  const keys = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'))
  const host = 'a.example\u001b[2J\u202e'
  const named = { ...keys, nodes: keys.nodes.map((node: object) => ({ ...node, host })) }
  await writeFile(join(folder, 'hostile.json'), JSON.stringify(named))
  const { out, err } = await verify('good.json', '--keys', join(folder, 'hostile.json'))
  for (const character of ['\u001b', '\u202e']) expect(out + err).not.toContain(character)
})
