import { createHmac } from 'node:crypto'
import type { Config } from '../config/config.ts'
import type { RunningNode } from '../node.ts'
import { freePort } from './free-port.ts'

/** A configuration of the console on a free port of loopback. */
export async function consoleConfig(
  change: Partial<NonNullable<Config['console']>> = {},
): Promise<NonNullable<Config['console']>> {
  const port = await freePort()
  return {
    host: '127.0.0.1',
    port,
    origin: `http://127.0.0.1:${port}`,
    proxies: [],
    secondFactor: 'required',
    sessionHours: 12,
    idleMinutes: 60,
    ...change,
  }
}

/** What an answer was. */
export interface Answered {
  readonly status: number
  readonly body: Record<string, never> & { readonly code?: string }
  readonly headers: Headers
}

/** A browser as far as the console's server sees one: cookies, origin, and what a page says back. */
export class Browser {
  readonly origin: string
  readonly cookies = new Map<string, string>()
  csrf = ''

  constructor(node: RunningNode | string) {
    this.origin = typeof node === 'string' ? node : (node.consoleUrl ?? '')
  }

  /** Asks who I am, and keeps what every change must say back. */
  async load(): Promise<Answered> {
    const answer = await this.get('/api/v1/session')
    this.csrf = String(answer.body.csrf)
    return answer
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    return await this.#ask('GET', path, headers)
  }

  async post(
    path: string,
    json: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const own = { origin: this.origin, 'x-concert-csrf': this.csrf, ...headers }
    return await this.#ask('POST', path, own, json)
  }

  /** Sends bytes as a file that somebody drops. @returns status and text of the answer */
  async upload(path: string, bytes: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.origin}${path}`, {
      method: 'POST',
      headers: {
        cookie: this.#cookie(),
        origin: this.origin,
        'x-concert-csrf': this.csrf,
        'content-type': 'application/octet-stream',
      },
      body: bytes,
    })
    return { status: response.status, text: await response.text() }
  }

  /** Signs in with a password; with a secret of an authenticator app, with its code as well. */
  async signIn(email: string, password: string, secret?: string): Promise<Answered> {
    await this.load()
    let answer = await this.post('/auth/sign-in/email', { email, password })
    if (answer.status === 200 && secret !== undefined) {
      const code = totp(secret, Date.now())
      answer = await this.post('/auth/two-factor/verify-totp', { code })
    }
    await this.load()
    return answer
  }

  /** A live stream; stop it with the controller. */
  async stream(signal: AbortSignal, headers: Record<string, string> = {}): Promise<Response> {
    const url = `${this.origin}/api/v1/events`
    return await fetch(url, { headers: { cookie: this.#cookie(), ...headers }, signal })
  }

  #cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async #ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    json?: unknown,
  ): Promise<Answered> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.#cookie(),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    const body = isJson && text.startsWith('{') ? JSON.parse(text) : {}
    return { status: response.status, body, headers: response.headers }
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';')
    const equals = pair.indexOf('=')
    const isGone = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))
    if (isGone) this.cookies.delete(pair.slice(0, equals))
    else this.cookies.set(pair.slice(0, equals), pair.slice(equals + 1))
  }
}

/** The code of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds). */
export function totp(base32: string, time: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = ''
  for (const char of base32.replaceAll('=', '').toUpperCase()) {
    bits += alphabet.indexOf(char).toString(2).padStart(5, '0')
  }
  const bytes = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)))
  const mac = createHmac('sha1', bytes).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The secret in what an authenticator app scans. */
export function totpSecret(uri: string): string {
  return new URL(uri).searchParams.get('secret') ?? ''
}
