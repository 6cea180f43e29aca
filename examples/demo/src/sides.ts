import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type AdminClient, connectAdmin } from '@concert/node'
import { concert, concertJson, type Running, startConcert } from './processes.ts'

interface Started {
  readonly node: string
  readonly url: string
  readonly console?: string
}

/** A node of the demo. */
export interface Side {
  readonly name: string
  readonly folder: string
  readonly url: string
  readonly node: string
  /** Where people sign in. */
  readonly console: string | undefined
  readonly running: Running<Started>
  readonly admin: AdminClient
}

/** The neutral witness of the demo. */
export interface Cairn {
  readonly vkey: string
  readonly url: string
  readonly running: Running<{ vkey: string; url: string }>
}

interface Ports {
  readonly arden: number
  readonly belmar: number
  readonly cairn: number
  readonly consoles: { readonly arden: number; readonly belmar: number }
}

/** The ports of this data folder: chosen once, since hosts are part of identities. */
export async function readPorts(folder: string): Promise<Ports> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'ports.json')
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Ports
  const ports = {
    arden: await freePort(7401),
    belmar: await freePort(7402),
    cairn: await freePort(7403),
    consoles: { arden: await freePort(7481), belmar: await freePort(7482) },
  }
  await writeFile(file, JSON.stringify(ports))
  return ports
}

/** The wished port when it is free, else any free one. */
async function freePort(wished: number): Promise<number> {
  const found = (await listenOnce(wished)) ?? (await listenOnce(0))
  if (found === undefined) throw new Error('no free port')
  return found
}

/** The first of the ports that somebody listens on already. */
export async function portInUse({ consoles, ...ports }: Ports): Promise<number | undefined> {
  for (const port of [...Object.values(ports), ...Object.values(consoles)]) {
    if ((await listenOnce(port)) === undefined) return port
  }
  return undefined
}

/** Listens for a moment, on any port for 0. @returns the port; undefined when it is taken */
async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer()
  const found = await new Promise<number | undefined>((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' ? address?.port : undefined)
    })
  })
  if (found !== undefined) await new Promise((resolve) => server.close(resolve))
  return found
}

/** Starts the witness. */
export async function startCairn(folder: string, port: number): Promise<Cairn> {
  const running = await startConcert<{ vkey: string; url: string }>(
    ...['witness', '--name', 'cairn.example', '--port', String(port)],
    ...['--data', join(folder, 'cairn')],
  )
  return { ...running.started, running }
}

/** Makes a node on its first start, with the witness configured, and runs it. */
export async function startSide(
  folder: string,
  names: { readonly en: string; readonly zh: string; readonly economy: string },
  port: { readonly node: number; readonly console: number },
  cairn: Cairn,
): Promise<Side> {
  const data = join(folder, names.en.toLowerCase())
  if (!existsSync(join(data, 'concert.json'))) {
    const made = await concert(
      ...['init', '--host', `127.0.0.1:${port.node}`, '--economy', names.economy, '--data', data],
      ...['--name-en', names.en, '--name-zh', names.zh],
    )
    if (made.code !== 0) throw new Error(made.err)
    await complete(join(data, 'concert.json'), cairn, port.console)
  }
  const running = await startConcert<Started>('serve', '--data', data)
  const admin = await connectAdmin({ dataDir: data, signal: new AbortController().signal })
  if (!admin.ok) throw new Error(admin.sentence.en)
  await trustLog(folder, data)
  const { node, url, console } = running.started
  const name = `${names.en} ${names.zh}`
  return { name, folder: data, url, console, node, running, admin: admin.value }
}

/** Adds the witness and a console, where a password alone is enough for a demo. */
async function complete(file: string, cairn: Cairn, port: number): Promise<void> {
  const config = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  const witnesses = [{ name: 'cairn.example', vkey: cairn.vkey, url: cairn.url }]
  const people = { port, secondFactor: 'optional' }
  const whole = { ...config, witnesses, quorum: 1, console: people }
  await writeFile(file, `${JSON.stringify(whole, null, 2)}\n`)
}

/** Tells the witness which log to witness, once. */
async function trustLog(folder: string, data: string): Promise<void> {
  const identity = await concertJson<{ log: { vkey: string } }>('identity', 'show', '--data', data)
  const file = join(folder, 'cairn', 'logs.txt')
  const known = existsSync(file) ? await readFile(file, 'utf8') : ''
  if (!known.includes(identity.log.vkey)) await appendFile(file, `${identity.log.vkey}\n`)
}
