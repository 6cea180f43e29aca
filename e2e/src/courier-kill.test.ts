import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createNodeCrypto, openStore } from '@concert/node'
import { logFaults, lostLeaves } from '@concert/node/testing/inspect'
import { setUpNode } from '@concert/node/testing/pair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NodeChild } from './node-child.ts'
import { agree, introduce } from './two-nodes.ts'

const OBJECTS = 6000
const COMMAND = fileURLToPath(new URL('../../node/bin/concert.js', import.meta.url))

let folder: string
let a: NodeChild
let b: NodeChild
let ids: { readonly a: string; readonly b: string }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-courier-kill-'))
  a = new NodeChild(await setUpNode(join(folder, 'a'), 'a'))
  b = new NodeChild(await setUpNode(join(folder, 'b'), 'b'))
  await Promise.all([a.start(), b.start()])
  ids = await introduce(a, b)
  await agree(a, b, ids.b)
  await a.ask('peers/road', { node: ids.b, road: 'courier' })
  await b.ask('peers/road', { node: ids.a, road: 'courier' })
}, 60_000)

afterAll(async () => {
  await Promise.all([a.end('SIGKILL'), b.end('SIGKILL')])
  await rm(folder, { recursive: true, force: true })
})

function concert(side: 'a' | 'b', ...line: readonly string[]): ChildProcess {
  const args = ['--conditions=@concert/source', '--disable-warning=ExperimentalWarning', COMMAND]
  const data = ['--data', join(folder, side)]
  return spawn(process.execPath, [...args, ...line, ...data], { stdio: 'ignore' })
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

const carried = async (prefix: string) =>
  (await readdir(folder))
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name))

it('a courier’s files are taken once, whoever is killed while they are read in', async () => {
  const list = join(folder, 'list.txt')
  const lines = Array.from({ length: OBJECTS }, (_, i) => `phish-${i}.example\n`)
  await writeFile(list, lines.join(''))
  await a.ask('import', { path: list, tlp: 'green', labels: [] })
  await a.ask('share', { peer: ids.b, tlp: 'green' })
  const out = join(folder, 'to-b')
  expect(await ended(concert('a', 'courier', 'export', ids.b, out, '--size', '1'))).toBe(0)
  const files = await carried('to-b')
  expect(files.length).toBeGreaterThan(1)
  // The command, then the node, and again: somewhere in the middle of it.
  for (const victim of ['command', 'node', 'node', 'command'] as const) {
    const importing = concert('b', 'courier', 'import', ...files)
    await pause(300 + Math.random() * 1500)
    if (victim === 'command') importing.kill('SIGKILL')
    else await b.end('SIGKILL')
    await ended(importing)
    if (victim === 'node') await b.start()
  }
  expect(await ended(concert('b', 'courier', 'import', ...files))).toBe(0)
  const back = join(folder, 'to-a')
  expect(await ended(concert('b', 'courier', 'export', ids.a, back))).toBe(0)
  const receipts = await carried('to-a')
  expect(await ended(concert('a', 'courier', 'import', ...receipts))).toBe(0)
  const { envelopes } = await a.ask<{ envelopes: { queued: number; accepted: number } }>('status')
  expect(envelopes.queued).toBe(0)
  await Promise.all([a.end('SIGTERM'), b.end('SIGTERM')])
  const store = await openStore({ kind: 'sqlite', path: join(folder, 'b', 'concert.db') })
  try {
    const rows = await store.read.db
      .selectFrom('objects')
      .select('stix_id')
      .where('source', '=', ids.a)
      .where('type', '=', 'indicator')
      .execute()
    expect(rows).toHaveLength(OBJECTS)
    expect(new Set(rows.map(({ stix_id }) => stix_id)).size).toBe(OBJECTS)
    const { sha256 } = createNodeCrypto()
    const mark = join(folder, 'b', 'watermark.json')
    expect(await logFaults(store.read, mark, sha256)).toEqual([])
    expect(await lostLeaves(store.read)).toBe(0)
  } finally {
    await store.close()
  }
}, 180_000)
