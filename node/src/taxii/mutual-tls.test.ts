import { execFileSync, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, type SecureVersion } from 'node:tls'
import { type HttpPort, TaxiiClient } from '@concert/taxii'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Output } from '../cli/command.ts'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import type { TaxiiTlsSettings } from '../config/config.ts'
import { readCredentials } from '../feeds/credentials.ts'
import { AddressPolicy } from '../outbound/address-policy.ts'
import { OutboundClient, type TlsIdentity } from '../outbound/outbound-client.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { listenForTaxii, type TaxiiListener } from './taxii-listener.ts'
import { serveDesk } from './testing/serve-desk.ts'

const LOOPBACK = ['127.0.0.0/8']

let folder: string
let store: Store
let collection: string
const listeners: TaxiiListener[] = []

/** Node has no means of its own to issue certificates. */
function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const at = (name: string) => join(folder, name)
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })

/** A certificate of our authority, or its own, good for two days. */
async function issue(name: string, issuer?: string): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const from = issuer ? ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`] : []
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
  openssl('req', '-x509', '-days', '2', ...key, ...from, ...names, ...files)
  await chmod(at(`${name}.key`), 0o600)
}

async function identity(name: string): Promise<TlsIdentity> {
  const [cert, key, ca] = await Promise.all(
    [`${name}.pem`, `${name}.key`, 'ca.pem'].map((file) => readFile(at(file), 'utf8')),
  )
  return { cert: cert ?? '', key: key ?? '', ca: ca ?? '' }
}

/** What a client with this certificate, or with none, gets of the collections. */
async function collectionsAs(url: string, shown: TlsIdentity, token?: string) {
  const outbound = new OutboundClient(new AddressPolicy(LOOPBACK))
  try {
    const client = new TaxiiClient({
      fetch: (to, init) => outbound.fetch(to, { ...init, identity: shown }),
      now: Date.now,
      ...(token && { headers: { authorization: `Bearer ${token}` } }),
    })
    const found = await client.collections(`${url}/taxii2/api/`)
    return found.ok ? found.value.map(({ id }) => id) : found.code
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    outbound.close()
  }
}

describe.skipIf(!hasOpenssl())('TLS that the node ends itself', () => {
  let accepting: string
  let requiring: string
  let afterwards: string
  let issuedOnly: string
  let token: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concert-tls-'))
    await issue('ca')
    for (const name of ['server', 'siem', 'other']) await issue(name, 'ca')
    await issue('alone')
    store = await openStore({ kind: 'sqlite', path: at('db') })
    const { desk, context, server, id } = await serveDesk(store)
    collection = id
    for (const name of ['siem', 'alone']) {
      const { fingerprint256 } = new X509Certificate(await readFile(at(`${name}.pem`)))
      const wish = { name, tlp: 'green', outside: false, read: [id], write: [] } as const
      const made = await desk.addToken({ ...wish, certificate: fingerprint256 })
      token = made.ok ? made.value.token : ''
    }
    const open = async (more: Partial<TaxiiTlsSettings>, now = Date.now) => {
      const files = { certificate: at('server.pem'), key: at('server.key') }
      const settings = { host: '127.0.0.1', port: 0, clients: 'accept', ...files, ...more } as const
      const config = { listen: {}, limits: { bodyMs: 30_000 }, taxii: { tls: settings } }
      const listener = await listenForTaxii({ ...context, now, config } as never, server)
      if (listener === undefined) throw new TypeError('no listener')
      listeners.push(listener)
      return listener.url
    }
    accepting = await open({})
    requiring = await open({ clients: 'require' })
    afterwards = await open({}, () => Date.now() + 10 * 86_400_000)
    issuedOnly = await open({ clients: 'require', authorities: at('ca.pem') })
  })
  afterAll(async () => {
    await Promise.all(listeners.map((listener) => listener.close()))
    await store?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('a certificate that a token names is its holder, whoever issued it', async () => {
    const everywhere = [accepting, requiring, issuedOnly]
    for (const url of everywhere) {
      expect(await collectionsAs(url, await identity('siem'))).toEqual([collection])
    }
    for (const url of [accepting, requiring]) {
      expect(await collectionsAs(url, await identity('alone'))).toEqual([collection])
    }
  })

  test('another certificate is nobody, one that has run out too', async () => {
    expect(await collectionsAs(accepting, await identity('other'))).toBe('taxii-unauthorised')
    expect(await collectionsAs(afterwards, await identity('siem'))).toBe('taxii-unauthorised')
  })

  test('one of other authorities does not get as far as a request where they are named', async () => {
    expect(await collectionsAs(issuedOnly, await identity('alone'))).toBe('unreachable')
  })

  test('without a certificate a token is enough where none is required, and nowhere else', async () => {
    const { ca = '' } = await identity('siem')
    expect(await collectionsAs(accepting, { ca }, token)).toEqual([collection])
    for (const url of [requiring, issuedOnly]) {
      expect(await collectionsAs(url, { ca }, token)).toBe('unreachable')
    }
  })

  /** What becomes of a connection of these versions of TLS. */
  const handshake = async (minVersion: SecureVersion, maxVersion = minVersion) => {
    const { ca = '' } = await identity('siem')
    const { hostname: host, port } = new URL(accepting)
    const { promise, resolve } = Promise.withResolvers<string>()
    const socket = connect({ host, port: Number(port), ca, minVersion, maxVersion })
    socket.on('secureConnect', () => resolve(socket.getProtocol() ?? ''))
    socket.on('error', () => resolve('refused'))
    const spoken = await promise
    socket.destroy()
    return spoken
  }

  test('§8.2.2 the listener takes TLS 1.2 and 1.3, and nothing older', async () => {
    expect(await handshake('TLSv1.2')).toBe('TLSv1.2')
    expect(await handshake('TLSv1.3')).toBe('TLSv1.3')
    expect(await handshake('TLSv1', 'TLSv1.1')).toBe('refused')
  })

  test('§8.2.2 the listener offers no early data (0-RTT)', async () => {
    const { host } = new URL(accepting)
    const line = ['s_client', '-connect', host, '-tls1_3', '-CAfile', 'ca.pem', '-ign_eof']
    // Tickets come after the handshake: an answer has been read by then.
    const get = 'GET /taxii2/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    const child = spawn('openssl', line, { cwd: folder })
    child.stdin.write(get)
    const said = await text(child.stdout)
    expect(said).toMatch(/HTTP\/1.1 401/)
    expect(said).toMatch(/Max Early Data: 0/)
    expect(said).not.toMatch(/Max Early Data: [1-9]/)
  })

  test('§8.2.2 and §8.5.1 HTTP Basic over HTTPS: the token as the password', async () => {
    const { ca = '' } = await identity('siem')
    const file = at('basic.secret')
    await writeFile(file, `basic concert:${token}\n`, { mode: 0o600 })
    const { headers } = await readCredentials(file)
    expect(headers.authorization).toMatch(/^Basic /)
    const outbound = new OutboundClient(new AddressPolicy(LOOPBACK))
    const fetch: HttpPort = (to, init) => outbound.fetch(to, { ...init, identity: { ca } })
    const client = new TaxiiClient({ fetch, now: Date.now, headers })
    const found = await client.collections(`${accepting}/taxii2/api/`)
    outbound.close()
    expect(found).toMatchObject({ ok: true, value: [{ id: collection }] })
  })

  test('§8.5.1 a client speaks TLS 1.2 and 1.3, and credentials go over HTTPS alone', async () => {
    const spoken: (string | null)[] = []
    const { ca = '' } = await identity('siem')
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const [cert, key] = await Promise.all([
        readFile(at('server.pem')),
        readFile(at('server.key')),
      ])
      const server = createServer({ cert, key, minVersion: version, maxVersion: version })
      server.on('secureConnection', (socket) => spoken.push(socket.getProtocol()))
      server.on('request', (_request, response) => response.writeHead(404).end())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const found = await collectionsAs(`https://127.0.0.1:${port}`, { ca }, token)
      server.close()
      expect(found).toBe('taxii-not-found')
    }
    expect(spoken).toEqual(['TLSv1.2', 'TLSv1.3'])
    expect(await collectionsAs('http://taxii.example', { ca }, token)).toBe('not-https')
  })

  test('the server must show a certificate that the client believes', async () => {
    const { cert = '', key = '' } = await identity('siem')
    expect(await collectionsAs(accepting, { cert, key })).toBe('unreachable')
  })

  test('concert taxii with --cert and --key, and with a file of credentials as feeds have it', async () => {
    const concert = async (...line: string[]) => {
      let out = ''
      const err: Output = { write: () => {} }
      const code = await runCommandLine({
        line: ['taxii', 'list', `${requiring}/taxii2/api/`, '--allow', '127.0.0.0/8', ...line],
        out: { write: (text) => (out += text) },
        err,
        env: {},
        signal: new AbortController().signal,
        commands: COMMANDS,
      })
      return { code, out }
    }
    const ca = ['--ca', at('ca.pem')]
    const pair = ['--cert', at('siem.pem'), '--key', at('siem.key')]
    const listed = await concert(...pair, ...ca)
    expect(listed).toMatchObject({ code: 0, out: expect.stringContaining(collection) })
    expect((await concert(...ca)).code).toBe(1)
    expect((await concert(...ca, '--cert', at('siem.pem'))).code).toBe(1)
    const file = at('node.credentials')
    const lines = 'certificate siem.pem\nkey siem.key\nauthorities ca.pem\n'
    await writeFile(file, lines, { mode: 0o600 })
    expect((await concert('--credentials', file)).code).toBe(0)
    expect(await readCredentials(file)).toEqual({ headers: {}, identity: await identity('siem') })
    await chmod(at('siem.key'), 0o644)
    await expect(readCredentials(file)).rejects.toMatchObject({ code: 'feed-credentials' })
    await chmod(at('siem.key'), 0o600)
  })
})
