import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { phishing } from '../testing/desks.ts'
import { type Pair, startPair, waitFor } from '../testing/pair.ts'
import { LiveHub } from './live-events.ts'

const PASSWORD = 'lamp reads the ledger'
const NOTICE = {
  kind: 'test',
  subject: 'x',
  urgency: 'u0',
  exercise: 0,
  line: 'duty',
  seen: null,
  seen_by: null,
} as const
let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('b', { console: await consoleConfig({ secondFactor: 'optional' }) })
})

afterAll(async () => {
  await pair.close()
})

async function signedIn(email: string, role: 'duty-officer' | 'researcher'): Promise<Browser> {
  const made = await pair.b.parts.accounts.add({ email, name: 'Somebody', roles: [role] })
  if (!made.ok) throw new Error(made.code)
  const browser = new Browser(pair.b)
  await browser.signIn(email, made.value.password)
  const change = { currentPassword: made.value.password, newPassword: PASSWORD }
  await browser.post('/auth/change-password', change)
  await browser.load()
  return browser
}

class Listener {
  text = ''
  isOver = false
  readonly #controller = new AbortController()

  static async open(browser: Browser, lastEventId?: string): Promise<Listener> {
    const listener = new Listener()
    const headers: Record<string, string> = lastEventId ? { 'last-event-id': lastEventId } : {}
    const response = await browser.stream(listener.#controller.signal, headers)
    if (response.status !== 200) throw new Error(String(response.status))
    void listener.#read(response)
    return listener
  }

  async #read(response: Response): Promise<void> {
    try {
      for await (const chunk of response.body ?? []) this.text += Buffer.from(chunk).toString()
    } catch {
      // Aborted by the test.
    }
    this.isOver = true
  }

  get lastId(): string {
    return (
      this.text
        .match(/^id: (\S+)$/gm)
        ?.at(-1)
        ?.slice(4) ?? ''
    )
  }

  close(): void {
    this.#controller.abort()
  }
}

test('what happens at the node reaches open windows, by role, and is caught up with after a gap', async () => {
  const officer = await signedIn('duty@belmar.example', 'duty-officer')
  const reader = await signedIn('reader@belmar.example', 'researcher')
  const [first, second] = [await Listener.open(officer), await Listener.open(reader)]
  await waitFor(async () => first.text.includes('event: reload'))
  pair.b.parts.hub.tell('release', { objects: 1 })
  pair.b.parts.hub.tell('peer', { state: 'frozen' })
  await waitFor(async () => second.text.includes('event: peer'))
  await waitFor(async () => first.text.includes('event: peer'))
  expect(first.text).toContain('event: release\ndata: {"objects":1}')
  expect(second.text).not.toContain('event: release')
  const { lastId } = first
  first.close()
  pair.b.parts.hub.tell('alarm', { kind: 'fork' })
  const again = await Listener.open(officer, lastId)
  await waitFor(async () => again.text.includes('event: alarm'))
  expect(again.text).not.toContain('event: peer')
  expect(again.text).not.toContain('event: reload')
  const other = await Listener.open(officer, `another.${1}`)
  await waitFor(async () => other.text.includes('event: reload'))
  for (const listener of [second, again, other]) listener.close()
})

test('a session has few streams, and they end with it; without a session there are none', async () => {
  const officer = await signedIn('many@belmar.example', 'duty-officer')
  const open: Listener[] = []
  for (let i = 0; i < 6; i++) open.push(await Listener.open(officer))
  const signal = AbortSignal.timeout(10_000)
  expect((await officer.stream(signal)).status).toBe(429)
  await officer.post('/api/v1/sessions/revoke', { which: 'all' })
  await waitFor(async () => open.every(({ isOver }) => isOver))
  expect((await officer.stream(signal)).status).toBe(401)
})

test('two nodes that meet tell their consoles', async () => {
  const officer = await signedIn('meet@belmar.example', 'duty-officer')
  const listener = await Listener.open(officer)
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await waitFor(async () => listener.text.includes('event: compact'))
  await waitFor(async () => listener.text.includes('event: received'))
  const desk = await officer.get('/api/v1/desk')
  expect(desk.body).toMatchObject({ requests: { requests: [] }, release: [], peers: [] })
  listener.close()
})

test('a draft that waits for a second person is told to whoever may have to look', async () => {
  const officer = await signedIn('drafts@belmar.example', 'duty-officer')
  const listener = await Listener.open(officer)
  await waitFor(async () => listener.text.includes('event: reload'))
  // The first round only learns how the store stands.
  await waitFor(async () => {
    const draft = phishing(pair.a.parts.context.own.node)
    await pair.b.parts.requests.drafts.keep(draft, [], undefined)
    return listener.text.includes('event: request')
  })
  listener.close()
})

test('a request that moves and a notice are told with their urgency, whichever process wrote them', async () => {
  const officer = await signedIn('news@belmar.example', 'duty-officer')
  const listener = await Listener.open(officer)
  await waitFor(async () => listener.text.includes('event: reload'))
  const { store } = pair.b.parts.context
  // Several rounds may pass before a row is seen.
  await waitFor(async () => {
    await store.transact(async (tx) => {
      await tx.db
        .insertInto('notices')
        .values({ ...NOTICE, mark: `test-${Math.random()}`, made: Date.now() })
        .execute()
    })
    return listener.text.includes('event: notification')
  })
  expect(listener.text).toContain('"urgency":"u0"')
  // Nobody tells this process: another one wrote it.
  await store.transact(async (tx) => {
    const alarm = {
      digest: new Uint8Array(32),
      kind: 'fork',
      origin: 'x',
      source: 'y',
      proof: '{}',
    }
    await tx.db
      .insertInto('alarms')
      .values({ ...alarm, added: Date.now() })
      .execute()
    await tx.db.updateTable('peers').set({ frozen: 'fork' }).execute()
  })
  await waitFor(async () => {
    return ['event: alarm', 'event: peer'].every((event) => listener.text.includes(event))
  })
  listener.close()
})

test('a hub keeps the latest events alone and says when it cannot tell what was missed', () => {
  const hub = new LiveHub('here')
  expect(hub.since(0)).toEqual([])
  for (let i = 0; i < 3000; i++) hub.tell('intel')
  expect(hub.since(0)).toBeUndefined()
  expect(hub.since(2999)?.map(({ number }) => number)).toEqual([3000])
  expect(hub.since(3001)).toBeUndefined()
})
