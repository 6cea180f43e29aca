import { join } from 'node:path'
import { ConcertError } from '@concert/core'
import type { Browser } from '@concert/node/testing/browser'
import { startBrowser } from '@concert/node/testing/chromium'
import { freePort } from '@concert/node/testing/free-port'
import type { BrowserContext, Page } from 'playwright-core'
import type { Bench, Measurement } from '../bench.ts'
import { percentile, signInAll } from '../console/delegates.ts'
import { type Sign, timed } from '../console/interactions.ts'
import { NodeLink } from '../share/node-link.ts'
import { withScratch } from '../support/scratch.ts'
import { domainsOf } from '../support/synthetic.ts'

const OBJECTS = 100_000
const FEW = 1000
const ROUNDS = 20
/** Rounds until the browser has compiled what it runs. */
const WARMUP = 2
/** Rows that the console reads at once. */
const PAGE = 50
const TYPED = 8
const ROW = 'a[data-row]'

/** An analyst's work in real Chromium on a node that holds many objects. */
export const bench: Bench = {
  name: 'console-interact',
  description: {
    en: 'From an input in Chromium to the frame with its answer, on a node with many objects',
    zh: '在 Chromium 中从输入到显示结果的帧所需时间，节点中存有大量对象',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, scale)),
}

type Times = Record<string, number[]>

async function measure(folder: string, scale: number): Promise<Measurement> {
  const objects = Math.ceil(OBJECTS * scale)
  const rounds = Math.min(ROUNDS, Math.ceil(ROUNDS * scale * 10))
  const many = await work(join(folder, 'many'), { objects, rounds })
  const few = objects > FEW ? await work(join(folder, 'few'), { objects: FEW, rounds }) : many
  const slowest = Math.max(...Object.values(many).map(p95))
  return {
    figure: slowest,
    unit: 'ms (95th percentile of the slowest kind of interaction)',
    ratio: slowest / Math.max(...Object.values(few).map(p95)),
    reference: `the same on a node with ${Math.min(FEW, objects)} objects`,
    goal: 'under 100 ms with 1,000,000 objects (--scale 10)',
    details: {
      objects,
      rounds,
      p95: mapped(many, p95),
      median: mapped(many, (times) => percentile(times, 0.5)),
      p95WithFew: mapped(few, p95),
    },
  }
}

const p95 = (times: readonly number[]) => percentile(times, 0.95)

function mapped(times: Times, of: (times: readonly number[]) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(times).map(([kind, each]) => [kind, of(each)]))
}

interface Amount {
  readonly objects: number
  readonly rounds: number
}

async function work(folder: string, { objects, rounds }: Amount): Promise<Times> {
  const consolePort = await freePort()
  const origin = `http://127.0.0.1:${consolePort}`
  const name = { en: 'Arden', zh: '雅登' }
  const node = await NodeLink.start({ folder, economy: 'XA', name, consolePort })
  try {
    await node.ask('fill', objects)
    await node.ask('searchable')
    const people = await node.ask('addPeople', 1)
    const [person] = await signInAll(origin, people, 1)
    if (!person) throw new ConcertError('bench-sign-in')
    return await inChromium(person, { objects, rounds })
  } finally {
    await node.stop()
  }
}

async function inChromium({ origin, cookies }: Browser, amount: Amount): Promise<Times> {
  const browser = await startBrowser()
  try {
    const given = [...cookies].map(([name, value]) => ({ name, value, url: origin }))
    await browser.context.addCookies(given)
    return await interact(browser.context, origin, amount)
  } finally {
    await browser.close()
  }
}

async function interact(
  context: BrowserContext,
  origin: string,
  { objects, rounds }: Amount,
): Promise<Times> {
  const page = await context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  const times: Times = {}
  for (let round = 0; round < WARMUP + rounds; round++) {
    const [domain = ''] = domainsOf(Math.floor((objects * round) / (WARMUP + rounds)), 1)
    for (const [kind, took] of await lookInto(page, origin, domain)) {
      if (round < WARMUP) continue
      times[kind] ??= []
      times[kind].push(took)
    }
  }
  return times
}

/** Looks a domain up, letter by letter, opens it, goes to the duty desk and changes the language. */
async function lookInto(
  page: Page,
  origin: string,
  domain: string,
): Promise<readonly (readonly [string, number])[]> {
  await page.goto(`${origin}/intel?lang=en`)
  await page.locator(ROW).first().waitFor()
  const found: [string, number][] = []
  const note = async (kind: string, sign: Sign, act: () => Promise<void>) => {
    found.push([kind, await timed(page, sign, act)])
  }
  const more = page.getByRole('button', { name: 'Show more' })
  await note('nextPage', { selector: ROW, text: '', least: PAGE + 1 }, () => more.click())
  await page.getByLabel(/^Value, domain/).click()
  for (let typed = 1; typed <= TYPED; typed++) {
    const sign = { selector: 'section.card > header > span', text: `: ${domain.slice(0, typed)}` }
    await note('letter', sign, () => page.keyboard.press(domain[typed - 1] ?? ''))
  }
  const [label = ''] = domain.split('.')
  await page.keyboard.type(domain.slice(TYPED))
  const row = page.locator(ROW).filter({ hasText: label })
  await row.waitFor()
  await note('open', { selector: '.head.object h1', text: label }, () => row.click())
  for (const tab of ['Relations', 'History', 'Bytes']) {
    const sign = { selector: '[role=tab][aria-selected=true]', text: tab }
    await note('tab', sign, () => page.getByRole('tab', { name: tab }).click())
  }
  const desk = page.getByRole('link', { name: /^Desk/ }).first()
  await note('desk', { selector: 'main h1', text: 'Duty desk' }, () => desk.click())
  await note('language', { selector: 'main h1', text: '值班台' }, () => page.keyboard.press('b'))
  return found
}
