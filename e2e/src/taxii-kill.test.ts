import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setUpNode, waitFor } from '@concert/node/testing/pair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NodeChild } from './node-child.ts'

const OBJECTS = 12_000
const TAXII = 'application/taxii+json;version=2.1'

interface Status {
  readonly id: string
  readonly status: 'pending' | 'complete'
  readonly success_count: number
  readonly failure_count: number
  readonly pending_count: number
}

let folder: string
let node: NodeChild
let collection: string
let token: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-taxii-kill-'))
  node = new NodeChild(await setUpNode(join(folder, 'a'), 'a'))
  await node.start()
  const view = { title: { en: 'One', zh: '一' }, view: {}, readable: true, writable: true }
  collection = (await node.ask<{ id: string }>('taxii/collections', view)).id
  const rights = { read: [collection], write: [collection] }
  const wish = { name: 'x', tlp: 'red', outside: false, ...rights }
  token = (await node.ask<{ token: string }>('taxii/tokens', wish)).token
}, 60_000)

afterAll(async () => {
  await node.end('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function indicator(number: number): object {
  const time = '2026-01-01T00:00:00.000Z'
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
    created: time,
    modified: time,
    valid_from: time,
    pattern: `[domain-name:value = 'host${number}.example']`,
    pattern_type: 'stix',
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, accept: TAXII, 'content-type': TAXII }
  const answer = await fetch(`${node.setup.config.url}/taxii2/api/${path}`, { ...init, headers })
  return (await answer.json()) as T
}

it('a node killed right after it has answered "pending" adds the rest when it is back', async () => {
  const body = JSON.stringify({ objects: Array.from({ length: OBJECTS }, (_, n) => indicator(n)) })
  const objects = `collections/${collection}/objects/`
  const posted = await ask<Status>(objects, { method: 'POST', body })
  await node.end('SIGKILL')
  expect(posted.status).toBe('pending')
  expect(posted.success_count + posted.pending_count).toBe(OBJECTS)
  await node.start()
  const status = () => ask<Status>(`status/${posted.id}/`)
  await waitFor(async () => (await status()).status === 'complete')
  expect(await status()).toMatchObject({ success_count: OBJECTS, failure_count: 0 })
  const seen = new Set<string>()
  for (let query = '?limit=1000'; query !== ''; ) {
    const page = await ask<{ objects: { id: string }[]; more?: boolean; next?: string }>(
      objects + query,
    )
    for (const { id } of page.objects) seen.add(id)
    query = page.more ? `?limit=1000&next=${page.next}` : ''
  }
  expect(seen.size).toBe(OBJECTS)
}, 60_000)
