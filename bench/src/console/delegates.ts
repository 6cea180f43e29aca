import { setTimeout as sleep } from 'node:timers/promises'
import { ConcertError } from '@concert/core'
import { Browser } from '@concert/node/testing/browser'
import type { Credentials } from '../share/messages.ts'

const CHOSEN = 'lamp reads the ledger'

/** Signs so many delegates in, several windows for each account. */
export async function signInAll(
  origin: string,
  people: readonly Credentials[],
  sessions: number,
): Promise<readonly Browser[]> {
  for (const { email, password } of people) {
    const browser = new Browser(origin)
    await browser.signIn(email, password)
    const change = { currentPassword: password, newPassword: CHOSEN }
    requireOk((await browser.post('/auth/change-password', change)).status)
  }
  const browsers: Browser[] = []
  for (let i = 0; i < sessions; i++) {
    const browser = new Browser(origin)
    const email = people[i % people.length]?.email ?? ''
    requireOk((await browser.signIn(email, CHOSEN)).status)
    browsers.push(browser)
  }
  return browsers
}

function requireOk(status: number): void {
  if (status !== 200) throw new ConcertError('bench-sign-in', { status })
}

/** What a delegate does next, by its share of a hundred. */
const DOINGS: readonly (readonly [number, (browser: Browser) => Promise<{ status: number }>])[] = [
  [30, (browser) => browser.get('/api/v1/desk')],
  [20, (browser) => browser.get('/api/v1/objects?own=true')],
  [15, (browser) => browser.post('/api/v1/release/queue', {})],
  [10, (browser) => browser.get('/api/v1/compacts')],
  [10, (browser) => browser.get('/api/v1/session')],
  [15, (browser) => browser.post('/api/v1/session/language', { language: 'zh' })],
]

/** What 230 delegates saw. */
export interface Seen {
  /** Milliseconds of each request. */
  readonly times: readonly number[]
  readonly failed: number
}

/** Lets every delegate work for a while, pausing `thinkMs` on average between two requests. */
export async function work(
  browsers: readonly Browser[],
  { seconds, thinkMs }: { readonly seconds: number; readonly thinkMs: number },
): Promise<Seen> {
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  let failed = 0
  const one = async (browser: Browser) => {
    await sleep(Math.random() * thinkMs * 2)
    while (performance.now() < end) {
      const start = performance.now()
      const { status } = await nextDoing()(browser)
      times.push(performance.now() - start)
      if (status !== 200) failed++
      await sleep(Math.random() * thinkMs * 2)
    }
  }
  await Promise.all(browsers.map(one))
  return { times, failed }
}

function nextDoing(): (browser: Browser) => Promise<{ status: number }> {
  let dice = Math.random() * 100
  for (const [share, doing] of DOINGS) {
    dice -= share
    if (dice < 0) return doing
  }
  return (browser) => browser.get('/api/v1/session')
}

/** Opens a live stream for everybody. @returns how many events have come, and an end for all */
export async function listenAll(
  browsers: readonly Browser[],
): Promise<{ readonly events: () => number; readonly stop: () => void }> {
  const controller = new AbortController()
  let events = 0
  for (const browser of browsers) {
    const stream = await browser.stream(controller.signal)
    requireOk(stream.status)
    void count(stream, (more) => {
      events += more
    })
  }
  return { events: () => events, stop: () => controller.abort() }
}

async function count(stream: Response, add: (events: number) => void): Promise<void> {
  try {
    for await (const chunk of stream.body ?? []) {
      add(Buffer.from(chunk).toString().split('\nevent: ').length - 1)
    }
  } catch {
    // Aborted at the end of the bench.
  }
}

/** The time that `part` of all requests stayed under. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
