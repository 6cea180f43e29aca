import { join } from 'node:path'
import { Browser } from '@concert/node/testing/browser'
import { freePort } from '@concert/node/testing/free-port'
import type { Bench, Measurement } from '../bench.ts'
import { listenAll, percentile, signInAll, work } from '../console/delegates.ts'
import { NodeLink } from '../share/node-link.ts'
import { withScratch } from '../support/scratch.ts'

const SESSIONS = 230
const ACCOUNTS = 23
const OBJECTS = 20_000
const SECONDS = 30
const THINK_MS = 2000

/** 230 delegates at once on one node: live updates for all, reading and writing over HTTP. */
export const bench: Bench = {
  name: 'console-load',
  description: {
    en: '95th percentile of a request while 230 people work at the console, all with live updates',
    zh: '230 人同时使用控制台并接收实时更新时，请求耗时的第 95 百分位数',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, scale)),
}

async function measure(folder: string, scale: number): Promise<Measurement> {
  const consolePort = await freePort()
  const node = await NodeLink.start({
    folder: join(folder, 'node'),
    economy: 'XA',
    name: { en: 'Arden', zh: '雅登' },
    consolePort,
  })
  try {
    const objects = Math.ceil(OBJECTS * scale)
    await node.ask('fill', objects)
    const part = Math.min(1, scale)
    const people = await node.ask('addPeople', Math.ceil(ACCOUNTS * part))
    const origin = `http://127.0.0.1:${consolePort}`
    const browsers = await signInAll(origin, people, Math.ceil(SESSIONS * part))
    const alone = await lonely(origin)
    const live = await listenAll(browsers)
    const before = await node.ask('usage')
    const seconds = Math.max(5, SECONDS * part)
    // Something comes in every second, and every window is told.
    let next = objects
    const feeding = setInterval(() => {
      void node.ask('fill', 100, next).catch(() => undefined)
      next += 100
    }, 1000)
    const seen = await work(browsers, { seconds, thinkMs: THINK_MS })
    clearInterval(feeding)
    const after = await node.ask('usage')
    const events = live.events()
    live.stop()
    const p95 = percentile(seen.times, 0.95)
    return {
      figure: p95,
      unit: 'ms (95th percentile)',
      ratio: p95 / alone,
      reference: 'a small answer to one person alone on the same node, 95th percentile',
      goal: 'under 200 ms, no request failed',
      details: {
        sessions: browsers.length,
        objects,
        requests: seen.times.length,
        requestsPerSecond: seen.times.length / seconds,
        failed: seen.failed,
        medianMs: percentile(seen.times, 0.5),
        p99Ms: percentile(seen.times, 0.99),
        aloneMs: alone,
        liveEvents: events,
        nodeProcessorShare: (after.cpuSeconds - before.cpuSeconds) / seconds,
        nodePeakMiB: after.peakBytes / (1 << 20),
      },
    }
  } finally {
    await node.stop()
  }
}

async function lonely(origin: string): Promise<number> {
  const browser = new Browser(origin)
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const start = performance.now()
    await browser.get('/api/v1/setup')
    times.push(performance.now() - start)
  }
  return percentile(times, 0.95)
}
