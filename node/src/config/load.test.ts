import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { faultSentence } from '../i18n/faults.ts'
import { loadSettings } from './load.ts'

const VKEY = 'cairn.example+41b4c982+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
// A key that signs notes, not cosignatures: the example of the signed-note specification.
const NOTE_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GOOD = { host: 'cert.example', names: { en: 'Arden', zh: '雅登' }, economy: 'XA' }

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concert-config-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

async function load(file: unknown, env: Record<string, string> = {}) {
  if (file !== undefined) {
    const text = typeof file === 'string' ? file : JSON.stringify(file)
    await writeFile(join(dataDir, 'concert.json'), text)
  }
  return loadSettings({ dataDir, env })
}

async function faultsOf(file: unknown, env: Record<string, string> = {}) {
  const loaded = await load(file, env)
  if (loaded.ok) throw new Error('accepted')
  for (const found of loaded.faults) {
    expect(faultSentence('en', found)).not.toMatch(/\{\w+\}/)
    expect(faultSentence('zh', found)).not.toMatch(/\{\w+\}/)
  }
  return loaded.faults.map((found) => `${found.at} ${found.code}`)
}

async function configOf(file: unknown, env: Record<string, string> = {}) {
  const loaded = await load(file, env)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded
}

test('three settings make a configuration; the rest has defaults, all of it frozen', async () => {
  const { config, secrets } = await configOf(GOOD)
  expect(config).toMatchObject({
    dataDir,
    url: 'https://cert.example',
    listen: { host: '127.0.0.1', port: 7400 },
    admin: { host: '127.0.0.1', port: 0 },
    store: { engine: 'sqlite' },
    witnesses: [],
    quorum: 0,
    log: { batchMs: 25 },
    level: 'info',
    lang: 'en',
  })
  expect(secrets).toEqual({})
  expect(Object.isFrozen(config)).toBe(true)
  expect(Object.isFrozen(config.names)).toBe(true)
  expect(Object.isFrozen(config.limits)).toBe(true)
})

test('a loopback host is reached over http on the port it names', async () => {
  const { config } = await configOf({ ...GOOD, host: '127.0.0.1:7401' })
  expect(config.url).toBe('http://127.0.0.1:7401')
  expect(config.listen.port).toBe(7401)
  const ipv6 = await configOf({ ...GOOD, host: '[::1]:7402' })
  expect(ipv6.config.url).toBe('http://[::1]:7402')
})

test('the environment goes over the file, and can stand for it', async () => {
  const over = await configOf({ ...GOOD, log: { batchMs: 10 } }, { CONCERT_LOG_BATCH_MS: '9000' })
  expect(over.config.log).toEqual({ batchMs: 9000 })
  await rm(join(dataDir, 'concert.json'))
  const { config } = await configOf(undefined, {
    CONCERT_HOST: 'cert.example:8443',
    CONCERT_NAME_EN: 'Arden',
    CONCERT_NAME_ZH: '雅登',
    CONCERT_ECONOMY: 'XA',
    CONCERT_WITNESSES: JSON.stringify([{ name: 'cairn', vkey: VKEY, url: 'http://127.0.0.1:1' }]),
    CONCERT_QUORUM: '1',
    CONCERT_LANG: 'zh',
  })
  expect(config).toMatchObject({ url: 'https://cert.example:8443', quorum: 1, lang: 'zh' })
  expect(config.witnesses).toHaveLength(1)
})

test('a quorum may be a policy', async () => {
  const quorum = `witness a ${VKEY} https://w.example\ngroup g any a\nquorum g\n`
  expect((await configOf({ ...GOOD, quorum })).config.quorum).toBe(quorum)
  expect(await faultsOf({ ...GOOD, quorum: 'quorum nobody\n' })).toEqual(['quorum quorum-policy'])
})

test('every fault is listed with its place, far beyond the first eight', async () => {
  const faults = await faultsOf(
    {
      host: 'HTTPS://Cert',
      names: { en: 'a\u202eb', zh: '' },
      listen: { host: 'a:1', port: 70_000, prot: 1, proxies: ['10.0.0.0/8', 'proxy.example'] },
      lisen: {},
      url: 'http://other.example',
      admin: { host: '0.0.0.0', port: 1.5 },
      store: { engine: 'mysql', maxBytes: 1 },
      witnesses: [
        { name: 'a b', vkey: NOTE_VKEY, url: 'ftp://w' },
        { name: 'w', vkey: VKEY, url: 'http://w.example' },
        { name: 'w', vkey: VKEY },
        7,
      ],
      quorum: 9,
      log: [],
      limits: { parcelBytes: '1' },
      level: 'loud',
    },
    { CONCERT_LOG_LEVEL: 'info', CONCERT_LIMITS_BODY_MS: 'soon', CONCERT_LANG: 'fr' },
  )
  expect(faults.toSorted()).toEqual(
    [
      'host host-form',
      'names.en text-form',
      'names.zh too-short',
      'economy missing-variable',
      'listen.host listen-form',
      'listen.port too-large',
      'listen.prot unknown-key-near',
      'listen.proxies[1] network-form',
      'lisen unknown-key-near',
      'url url-https',
      'admin.host loopback',
      'admin.port not-integer',
      'store.engine not-choice',
      'store.maxBytes too-small',
      'witnesses[0].name witness-name',
      'witnesses[0].vkey vkey',
      'witnesses[0].url witness-url',
      'witnesses[1].url url-https',
      'witnesses[2].url missing',
      'witnesses[2].name duplicate',
      'witnesses[2].vkey duplicate',
      'witnesses[3] not-object',
      'quorum quorum-size',
      'log not-object',
      'limits.parcelBytes not-integer',
      'level not-choice',
      'CONCERT_LOG_LEVEL unknown-key-near',
      'CONCERT_LIMITS_BODY_MS not-integer',
      'CONCERT_LANG not-choice',
    ].toSorted(),
  )
})

test('a value of the environment is named by its variable', async () => {
  const env = { CONCERT_URL: 'nonsense', CONCERT_WITNESSES: '[{"name":"a","vkey":1,"url":"u"}]' }
  expect((await faultsOf(GOOD, env)).toSorted()).toEqual([
    'CONCERT_URL url-form',
    'CONCERT_WITNESSES[0].url witness-url',
    'CONCERT_WITNESSES[0].vkey not-text',
  ])
  expect(await faultsOf(GOOD, { CONCERT_WITNESSES: '[' })).toEqual(['CONCERT_WITNESSES json'])
})

test('what Kubernetes sets for a service called concert is not ours', async () => {
  const env = {
    CONCERT_SERVICE_HOST: '10.0.0.1',
    CONCERT_SERVICE_PORT_HTTP: '80',
    CONCERT_PORT: 'tcp://10.0.0.1:80',
    CONCERT_PORT_80_TCP_ADDR: '10.0.0.1',
  }
  expect((await configOf(GOOD, env)).config.listen.port).toBe(7400)
})

test('a missing file is said first', async () => {
  expect(await faultsOf(undefined)).toEqual([
    `${join(dataDir, 'concert.json')} file-missing`,
    'host missing-variable',
    'names missing',
    'economy missing-variable',
  ])
})

test('a broken file is named with line and column, a repeated key too', async () => {
  const loaded = await load('{\n  "host": "a",\n  "names": }')
  expect(loaded).toMatchObject({
    ok: false,
    faults: [{ code: 'json', params: { line: 3, column: 12 } }],
  })
  expect(await faultsOf('{"host":"a","host":"b"}')).toEqual([
    `${join(dataDir, 'concert.json')} json-duplicate`,
  ])
  expect(await faultsOf('[]')).toEqual(['{} not-object'])
})

test('the URL must be on the host of the node, without path or user', async () => {
  expect(await faultsOf({ ...GOOD, url: 'https://evil.example' })).toEqual(['url url-host'])
  expect(await faultsOf({ ...GOOD, url: 'https://cert.example/x' })).toEqual(['url url-form'])
  expect(await faultsOf({ ...GOOD, url: 'https://u@cert.example' })).toEqual(['url url-form'])
  const { config } = await configOf({ ...GOOD, url: 'https://cert.example:8443/' })
  expect(config.url).toBe('https://cert.example:8443')
})

test('the database URL selects PostgreSQL and stays out of the configuration', async () => {
  const url = 'postgres://concert:hunter2@db/concert'
  const loaded = await configOf(GOOD, { CONCERT_DATABASE_URL: url })
  expect(loaded.config.store.engine).toBe('postgres')
  expect(loaded.secrets.databaseUrl).toBe(url)
  expect(JSON.stringify(loaded.config)).not.toContain('hunter2')
})

test('the database URL may come from a file that only its owner reads', async () => {
  const path = join(dataDir, 'url')
  await writeFile(path, 'postgres://db/concert\n', { mode: 0o600 })
  const env = { CONCERT_DATABASE_URL_FILE: path }
  expect((await configOf(GOOD, env)).secrets.databaseUrl).toBe('postgres://db/concert')
  await chmod(path, 0o640)
  expect(await faultsOf(GOOD, env)).toEqual([`CONCERT_DATABASE_URL_FILE (${path}) key-mode`])
})

test('engine and database URL must agree', async () => {
  const sqlite = { ...GOOD, store: { engine: 'sqlite' } }
  const postgres = { ...GOOD, store: { engine: 'postgres' } }
  const env = { CONCERT_DATABASE_URL: 'postgres://db/concert' }
  expect(await faultsOf(sqlite, env)).toEqual(['store.engine database-url-sqlite'])
  expect(await faultsOf(postgres)).toEqual(['store.engine database-url-missing'])
  expect(await faultsOf({ ...GOOD, store: { maxBytes: 1 << 30 } }, env)).toEqual([
    'store.maxBytes max-bytes-postgres',
  ])
  expect(await faultsOf(postgres, { CONCERT_DATABASE_URL: 'mysql://secret@db' })).toEqual([
    'CONCERT_DATABASE_URL database-url-form',
  ])
  expect(await faultsOf(GOOD, { ...env, CONCERT_DATABASE_URL_FILE: '/x' })).toEqual([
    'CONCERT_DATABASE_URL_FILE database-url-twice',
  ])
})
