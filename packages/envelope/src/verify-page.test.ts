/** Runs the commands of docs/verify.md, in both languages, so that the pages stay true. */
import { execFileSync, spawnSync } from 'node:child_process'
import nodeCrypto from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { utf8 } from '@concert/core'
import { afterAll, describe, expect, test } from 'vitest'
import { verifyEvidence } from './evidence.ts'
import { explainEvidence } from './explain/explain.ts'
import { parsePublishedKeys } from './published-keys.ts'
import { createTestCrypto } from './testing/port.ts'

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url))
const page = (name: string) => readFileSync(join(docs, name), 'utf8')
const PAGES = ['verify.md', 'verify.zh-CN.md'] as const
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

interface Block {
  readonly info: string
  readonly code: string
  /** What the page says that it prints. */
  readonly prints: string
}

/** The shell blocks of a page with the text block that follows each. */
function blocksOf(name: string): readonly Block[] {
  const fences = /```(sh[^\n]*)\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```\n)?/g
  return [...page(name).matchAll(fences)].map(([, info = '', code = '', prints = '']) => {
    return { info, code, prints }
  })
}

/** Version of the machine's openssl command as a number, such as 3.5; undefined without one. */
function opensslVersion(): number | undefined {
  const { stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' })
  const version = /^OpenSSL (\d+)\.(\d+)/.exec(stdout ?? '')
  return version ? Number(version[1]) + Number(version[2]) / 100 : undefined
}

const version = opensslVersion()
const hasTools = version !== undefined && version >= 3 && process.platform !== 'win32'
if (!hasTools) console.warn('skipped: the commands of docs/verify.md (no openssl 3)')
const knowsMlDsa = version !== undefined && version >= 3.05

/** Runs all blocks in one shell; what each printed, and the folder they ran in. */
function run(blocks: readonly Block[]): { readonly printed: readonly string[]; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'concert-verify-page-'))
  folders.push(folder)
  for (const file of ['evidence.json', 'keys.json']) {
    copyFileSync(join(docs, 'samples', file), join(folder, file))
  }
  const mark = '=== next block ==='
  const script = blocks.map(({ code }) => code).join(`\necho '${mark}'\n`)
  const out = execFileSync('sh', ['-eu', '-c', script], { cwd: folder, encoding: 'utf8' })
  return { printed: out.split(`${mark}\n`), folder }
}

describe.skipIf(!hasTools)('by hand', () => {
  test.each(PAGES)('%s: every command prints what stands under it', (name) => {
    const blocks = blocksOf(name).filter(({ info }) => info === 'sh' || knowsMlDsa)
    const { printed, folder } = run(blocks)
    expect(blocks.length).toBeGreaterThan(12)
    for (const [i, { prints, code }] of blocks.entries())
      expect([code, printed[i]]).toEqual([code, prints])
    // The half that only a younger openssl can check, checked with the files that the page made.
    const key = nodeCrypto.createPublicKey({
      key: readFileSync(join(folder, 'mldsa.der')),
      format: 'der',
      type: 'spki',
    })
    expect(key.asymmetricKeyType).toBe('ml-dsa-65')
    const [signed, sig] = ['receipt.signed', 'mldsa.sig'].map((file) => {
      return readFileSync(join(folder, file))
    }) as [Buffer, Buffer]
    const context = utf8('concert/v1')
    expect(nodeCrypto.verify(null, signed, { key, context }, sig)).toBe(true)
  })

  test('a changed receipt fails at the command that checks it', () => {
    const blocks = blocksOf('verify.md').filter(({ info }) => info === 'sh')
    const sign = 'signed receipt > receipt.signed'
    const forge = 'signed receipt | sed s/accepted/rejected/ > receipt.signed'
    const spoiled = blocks.map((block) => ({ ...block, code: block.code.replace(sign, forge) }))
    expect(spoiled).not.toEqual(blocks)
    expect(() => run(spoiled)).toThrow(/Command failed/)
  })
})

test('both languages have the same commands and the same output', () => {
  expect(blocksOf('verify.zh-CN.md')).toEqual(blocksOf('verify.md'))
})

test('the sample holds at every step', async () => {
  const crypto = createTestCrypto()
  const keys = parsePublishedKeys(crypto.sha256, readFileSync(join(docs, 'samples/keys.json')))
  if (!keys.ok) throw new Error(keys.at)
  const file = readFileSync(join(docs, 'samples/evidence.json'))
  const { verdict, steps } = explainEvidence(await verifyEvidence(crypto, file, keys.value))
  expect(verdict).toBe('holds')
  const held = steps.filter(({ state }) => state === 'held').map(({ step }) => step)
  expect(held).toContain('receiver-witness')
  expect(steps.every(({ state }) => state === 'held' || state === 'absent')).toBe(true)
})
