import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createNodeCrypto, openStore } from '@concert/node'
import { logFaults, lostLeaves } from '@concert/node/testing/inspect'
import { setUpNode, waitFor } from '@concert/node/testing/pair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NodeChild } from './node-child.ts'
import { agree, introduce } from './two-nodes.ts'

const COMMAND = fileURLToPath(new URL('../../node/bin/concert.js', import.meta.url))

interface Health {
  readonly peers: readonly {
    readonly road: string
    readonly queued: number
    readonly failures: number
    readonly fault: string | null
    readonly collected: number | null
    readonly came: number | null
  }[]
}

let folder: string
let a: NodeChild
let b: NodeChild
let ids: { readonly a: string; readonly b: string }
let shared = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-pull-kill-'))
  a = new NodeChild(await setUpNode(join(folder, 'a'), 'a'))
  b = new NodeChild(await setUpNode(join(folder, 'b'), 'b'))
  await Promise.all([a.start(), b.start()])
  ids = await introduce(a, b)
  await agree(a, b, ids.b)
}, 60_000)

afterAll(async () => {
  await Promise.all([a.end('SIGKILL'), b.end('SIGKILL')])
  await rm(folder, { recursive: true, force: true })
})

async function roads(ofA: string, ofB: string): Promise<void> {
  await a.ask('peers/road', { node: ids.b, road: ofA })
  await b.ask('peers/road', { node: ids.a, road: ofB })
}

async function share(count: number): Promise<void> {
  const list = join(folder, 'list.txt')
  const lines = Array.from({ length: count }, (_, i) => `pull-${shared + i}.example\n`)
  await writeFile(list, lines.join(''))
  await a.ask('import', { path: list, tlp: 'green', labels: [] })
  await a.ask('share', { peer: ids.b, tlp: 'green' })
  shared += count
}

const health = async (node: NodeChild) => (await node.ask<Health>('delivery')).peers[0]
const isIdle = async () => (await health(a))?.queued === 0 && (await health(b))?.queued === 0

async function concert(side: 'a' | 'b', ...line: readonly string[]): Promise<void> {
  const args = ['--conditions=@concert/source', '--disable-warning=ExperimentalWarning', COMMAND]
  const data = ['--data', join(folder, side)]
  const child = spawn(process.execPath, [...args, ...line, ...data], { stdio: 'ignore' })
  expect((await once(child, 'exit'))[0]).toBe(0)
}

/** What is queued at one side, in a file, to the other. */
async function carry(from: 'a' | 'b', name: string): Promise<void> {
  const to = from === 'a' ? 'b' : 'a'
  await concert(from, 'courier', 'export', ids[to], join(folder, name))
  const files = (await readdir(folder)).filter((file) => file.startsWith(name))
  await concert(to, 'courier', 'import', ...files.map((file) => join(folder, file)))
}

it('a road is changed under way, whoever is killed: from collecting to pushing, to a courier and back', async () => {
  await roads('pull', 'collect')
  await share(2500)
  await b.end('SIGKILL')
  await b.start()
  await waitFor(isIdle)
  await share(1500)
  await a.end('SIGKILL')
  await waitFor(async () => ((await health(b))?.failures ?? 0) > 0)
  expect(await health(b)).toMatchObject({ road: 'collect', fault: 'unreachable' })
  await a.start()
  // What has not come by now goes by another road.
  await roads('push', 'push')
  await share(1500)
  await b.end('SIGKILL')
  await b.start()
  await roads('courier', 'courier')
  await share(500)
  await a.end('SIGKILL')
  await a.start()
  await carry('a', 'one')
  await carry('b', 'two')
  await roads('pull', 'collect')
  await share(200)
  await waitFor(isIdle)
  expect(await health(b)).toMatchObject({ failures: 0, fault: null })
  expect((await health(a))?.came).toBeGreaterThan(0)
  await Promise.all([a.end('SIGTERM'), b.end('SIGTERM')])
  for (const side of ['a', 'b']) {
    const store = await openStore({ kind: 'sqlite', path: join(folder, side, 'concert.db') })
    try {
      const mark = join(folder, side, 'watermark.json')
      expect(await logFaults(store.read, mark, createNodeCrypto().sha256)).toEqual([])
      expect(await lostLeaves(store.read)).toBe(0)
      const rows = await store.read.db
        .selectFrom('objects')
        .select('stix_id')
        .where('source', '=', ids.a)
        .where('type', '=', 'indicator')
        .execute()
      expect(rows).toHaveLength(shared)
      expect(new Set(rows.map((row) => row.stix_id)).size).toBe(shared)
    } finally {
      await store.close()
    }
  }
}, 180_000)
