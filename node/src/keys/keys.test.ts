import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { faultSentence } from '../i18n/faults.ts'
import { createKeys, generateKeys, writeKey } from './create-keys.ts'
import { loadKeys } from './load-keys.ts'

const crypto = createNodeCrypto()
const now = Date.parse('2026-11-23T09:00:00.000Z')

let base: string
let folder: string
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'concert-keys-'))
  folder = join(base, 'keys')
})
afterEach(() => rm(base, { recursive: true }))

const create = () => createKeys({ folder, crypto, now })

async function faults() {
  const loaded = await loadKeys({ folder, crypto })
  if (loaded.ok) throw new Error('accepted')
  for (const found of loaded.faults) {
    expect(faultSentence('en', found)).not.toMatch(/\{\w+\}/)
    expect(faultSentence('zh', found)).not.toMatch(/\{\w+\}/)
  }
  return loaded.faults.map((found) => `${found.at.slice(base.length + 1)} ${found.code}`)
}

async function edit(name: string, change: (body: Record<string, unknown>) => void) {
  const path = join(folder, name)
  const body = JSON.parse(await readFile(path, 'utf8'))
  change(body)
  await writeFile(path, JSON.stringify(body))
}

test('makes every key in a file of its own that only the owner may read', async () => {
  expect((await create()).ok).toBe(true)
  const names = await readdir(folder)
  expect(names.toSorted()).toEqual([
    'log-1-ed25519.json',
    'root-1-ed25519.json',
    'root-1-ml-dsa-65.json',
    'root-2-ed25519.json',
    'root-2-ml-dsa-65.json',
    'seal-1-x25519.json',
    'sign-1-ed25519.json',
    'sign-1-ml-dsa-65.json',
    'witness-1-ed25519.json',
  ])
  for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(await readdir(base)).toEqual(['keys'])
  const body = JSON.parse(await readFile(join(folder, 'sign-1-ed25519.json'), 'utf8'))
  expect(Object.keys(body)).toEqual([
    'alg',
    'from',
    'generation',
    'pub',
    'secret',
    'until',
    'use',
    'v',
  ])
})

test('what was made is what is loaded, with or without the root', async () => {
  const made = await create()
  const loaded = await loadKeys({ folder, crypto })
  if (!made.ok || !loaded.ok) throw new Error('refused')
  expect(loaded.value.all.map((key) => key.id)).toEqual(made.value.all.map((key) => key.id))
  expect(loaded.value.of('root').map((key) => [key.generation, key.alg])).toEqual([
    [1, 'ed25519'],
    [1, 'ml-dsa-65'],
    [2, 'ed25519'],
    [2, 'ml-dsa-65'],
  ])
  for (const name of await readdir(folder)) {
    if (name.startsWith('root-')) await rm(join(folder, name))
  }
  const online = await loadKeys({ folder, crypto })
  expect(online.ok && online.value.of('root')).toEqual([])
  const withRoot = await loadKeys({ folder, crypto, required: ['root'] })
  expect(withRoot).toMatchObject({ ok: false, faults: [{ code: 'key-missing' }, {}] })
})

test('never overwrites a key', async () => {
  const made = await create()
  if (!made.ok) throw new Error('refused')
  const before = await readFile(join(folder, 'sign-1-ed25519.json'))
  expect(await create()).toMatchObject({ ok: false, code: 'keys-exist' })
  const [other] = await generateKeys({ crypto, use: 'sign', generation: 1, now })
  expect(await writeKey(folder, other!)).toMatchObject({ ok: false, code: 'keys-exist' })
  expect(await readFile(join(folder, 'sign-1-ed25519.json'))).toEqual(before)
  expect((await readdir(base)).length + (await readdir(folder)).length).toBe(10)
})

test('a secret is not shown by inspecting or serialising its key', async () => {
  const [key] = await generateKeys({ crypto, use: 'log', generation: 1, now })
  const secret = key!.secret
  for (const text of [JSON.stringify(key), inspect(key, { depth: 9, showHidden: true })]) {
    expect(text).not.toContain(secret.toBase64())
    expect(text).not.toContain([...secret].slice(0, 4).join(', '))
  }
  expect(JSON.stringify(key)).toContain(key!.id)
})

test('the key id is the one that the definition gives', async () => {
  const [key] = await generateKeys({ crypto, use: 'log', generation: 1, now })
  const input = Buffer.concat([Buffer.from('ed25519\n'), key!.pub])
  expect(key!.id).toBe(crypto.sha256(input).subarray(0, 16).toHex())
})

test('lists every fault of every file', async () => {
  await create()
  await chmod(join(folder, 'log-1-ed25519.json'), 0o644)
  await edit('seal-1-x25519.json', (body) => {
    body.pub = Buffer.alloc(32, 9).toString('base64')
  })
  await edit('sign-1-ed25519.json', (body) => {
    body.secret = Buffer.alloc(32, 1).toString('base64')
  })
  await edit('witness-1-ed25519.json', (body) => {
    body.extra = 1
  })
  await edit('root-1-ed25519.json', (body) => {
    body.generation = 3
  })
  await writeFile(join(folder, 'zz.json'), '{', { mode: 0o600 })
  await writeFile(join(folder, 'README.txt'), 'left alone')
  expect(await faults()).toEqual([
    'keys/log-1-ed25519.json key-mode',
    'keys/root-1-ed25519.json key-name',
    'keys/seal-1-x25519.json key-mismatch',
    'keys/sign-1-ed25519.json key-mismatch',
    'keys/witness-1-ed25519.json key-malformed',
    'keys/zz.json key-malformed',
    'keys key-missing',
    'keys key-missing',
    'keys key-missing',
    'keys key-missing',
  ])
})

test('refuses a folder that others may enter, and a missing one', async () => {
  expect(await faults()).toEqual(['keys keys-missing'])
  await create()
  await chmod(folder, 0o750)
  expect(await faults()).toEqual(['keys folder-mode'])
})

test('an empty folder is filled, a broken generation beside a whole one does no harm', async () => {
  await mkdir(folder)
  expect((await create()).ok).toBe(true)
  const [half] = await generateKeys({ crypto, use: 'sign', generation: 2, now: now + 1000 })
  await writeKey(folder, half!)
  const loaded = await loadKeys({ folder, crypto })
  if (!loaded.ok) throw new Error('refused')
  const at = '2026-12-01T00:00:00.000Z'
  expect(loaded.value.current('sign', at).map((key) => key.generation)).toEqual([1, 1])
  expect(loaded.value.current('sign', '2026-11-23T08:59:59.999Z')).toEqual([])
  expect(loaded.value.current('seal', '2027-12-01T00:00:00.000Z')).toEqual([])
})
