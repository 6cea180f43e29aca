/** Intelligence in the browser: hostile objects, importing and exporting, sharing, live pages. */
import { readFile } from 'node:fs/promises'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { framesWhile } from './console-frames.ts'
import { campaign, hostileObjects, madeUp, wheel } from './console-intel.ts'
import { accessibilityFaults, openPage, sidewaysScroll } from './console-pages.ts'
import { openWorld, type World } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: intelligence in Chromium (${reason})`)

/** No object makes a page longer than this, in pixels: nobody scrolls through a peer's megabyte. */
const MOST_HEIGHT = 12_000
const SPOKES = 1999

describe.skipIf(reason !== undefined)('intelligence at the console', { timeout: 180_000 }, () => {
  let browser: TestBrowser
  let world: World
  let creator = ''
  const foreign: string[] = []
  let streams = 0

  beforeAll(async () => {
    await buildConsole()
    world = await openWorld()
    browser = await startBrowser()
    const { intelligence, stixIdentity } = world.desks.pair.a.parts
    creator = stixIdentity.view.id
    await intelligence.importObjects([
      stixIdentity,
      ...wheel(creator, SPOKES),
      ...campaign(creator),
      ...Object.values(hostileObjects(creator)),
    ])
    await world.desks.pair.a.parts.search.caughtUp()
    browser.context.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === '/api/v1/events') streams++
      const isOwn = url.origin === world.origin('a') || /^(?:data|blob|about):/.test(url.protocol)
      if (!isOwn) foreign.push(request.url())
    })
    await browser.context.addCookies(await world.cookies('a', 'duty'))
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  const open = async (path: string, look: Parameters<typeof openPage>[2] = {}) =>
    await openPage(browser.context, `${world.origin('a')}${path}`, look)

  test('nothing that an object holds runs, loads, turns the page around or breaks it', async () => {
    const page = await open('/intel')
    await page.getByText('Ten thousand properties').waitFor()
    await harmless(page)
    for (const [name, { view }] of Object.entries(hostileObjects(creator))) {
      await page.goto(`${world.origin('a')}/intel/${view.id}?lang=en`)
      for (const tab of ['Object', 'Relations', 'Timeline', 'History', 'Bytes']) {
        await page.getByRole('tab', { name: tab }).click()
        await settled(page)
        await harmless(page, name)
      }
    }
    await page.close()
    expect(foreign).toEqual([])
  })

  test('hidden turns, mixed scripts and what is far too much are marked', async () => {
    const { turned, lookalike, many, long } = hostileObjects(creator)
    const page = await open(`/intel/${turned?.view.id}`, { lang: 'zh', theme: 'dark', width: 390 })
    const heading = page.getByRole('heading', { level: 1 })
    expect(await heading.innerText()).toContain('U+202E')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.goto(`${world.origin('a')}/intel/${lookalike?.view.id}?lang=en`)
    expect(await heading.innerText()).toContain('mixed scripts: Latin, Cyrillic')
    expect(await heading.innerText()).not.toContain('xn--pypal-4ve.example')
    await page.goto(`${world.origin('a')}/intel/${many?.view.id}?lang=en`)
    await page.getByText('properties: far more than any honest object has').waitFor()
    await page.goto(`${world.origin('a')}/intel/${long?.view.id}?lang=en`)
    await page.getByText('900,001 characters in all').waitFor()
    await page.close()
  })

  test('how objects are joined is said in words, in both languages; a type of its own as it is', async () => {
    const objects = campaign(creator)
    const [phishing, , , indicator] = objects
    const made = madeUp(creator, indicator?.view.id ?? '', phishing?.view.id ?? '')
    const { intelligence, search } = world.desks.pair.a.parts
    await intelligence.importObjects([made])
    await search.caughtUp()
    const page = await open(`/intel/${indicator?.view.id}?tab=relations`, { lang: 'zh' })
    const rows = page.locator('.joined')
    await expect.poll(() => rows.count()).toBe(4)
    const said = async () => (await rows.allInnerTexts()).toSorted()
    expect(await said()).toEqual(
      [
        '→ 指示 indicates',
        '→ steals-from',
        '→ 创建者为 created_by_ref',
        '← 涉及 object_refs',
      ].toSorted(),
    )
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await page.getByText('is about').waitFor()
    expect(await said()).toEqual(
      [
        '→ created by created_by_ref',
        '→ indicates',
        '→ steals-from',
        '← is about object_refs',
      ].toSorted(),
    )
    const joined = objects.find(({ view }) => view.type === 'relationship')
    await page.goto(`${world.origin('a')}/intel/${joined?.view.id}?lang=zh`)
    const heading = page.getByRole('heading', { level: 1 })
    await heading.getByText('指示').waitFor()
    expect(await heading.getByTitle('indicates').count()).toBe(1)
    await page.close()
  })

  test('two thousand things stand in one picture, and can be moved', async () => {
    const [hub] = wheel(creator, SPOKES)
    const page = await open(`/intel/${hub?.view.id}?tab=relations`)
    await page.getByRole('button', { name: 'Show up to 2,000' }).click()
    await page.getByRole('button', { name: 'Show up to 2,000' }).waitFor({ state: 'detached' })
    await page.getByText('Graph', { exact: true }).click()
    const graph = page.getByRole('img', { name: 'Graph' })
    await graph.locator('canvas').first().waitFor()
    const before = await graph.screenshot()
    await graph.hover()
    const frames = await framesWhile(page, async () => {
      for (let step = 0; step < 30; step++) await page.mouse.wheel(0, step % 2 === 0 ? 240 : -120)
      await page.mouse.down()
      for (let step = 0; step < 60; step++) await page.mouse.move(500 + step * 3, 500 + step)
      await page.mouse.up()
    })
    await expect.poll(async () => (await graph.screenshot()).equals(before)).toBe(false)
    const told = (at: number) => frames[Math.floor((frames.length - 1) * at)]?.toFixed(1)
    console.info(
      `graph of 2,000, zoomed and dragged: ${frames.length} frames, ${told(0.5)} ms in the median, ${told(1)} ms at most`,
    )
    expect(foreign).toEqual([])
    await page.close()
  })

  test('a pasted report is looked at, imported, found and exported', async () => {
    const page = await open('/intel?tab=import')
    await page
      .getByLabel('Or paste text')
      .fill('They used hxxps://pay[.]evil-shop[.]net/a; our own 10.0.0.7 saw it.')
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByText('1 entry left out').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Import 2 objects' }).click()
    await page.getByText('2 imported of 2').waitFor()
    await page.getByRole('tab', { name: 'Search' }).click()
    await page.getByLabel(/^Value, domain/).fill('evil-shop.net')
    await page.getByText('hxxps://pay[.]evil-shop[.]net/a').first().waitFor()
    // It stands in the list of everything too: only when the rest is gone was the value looked for.
    await page.getByText('Ten thousand properties').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByLabel('List of values, live').check()
    const download = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
    const file = await (await download).path()
    expect(await readFile(file, 'utf8')).toBe('https://pay.evil-shop.net/a\n')
    await page.close()
  })

  test('a file with faults says where each is; the matrix has its columns in order', async () => {
    const page = await open('/intel?tab=import', { lang: 'zh' })
    const event = { Event: { uuid: 'no uuid' } }
    await page.locator('input[type=file]').setInputFiles([
      {
        name: 'event.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(event)),
      },
      { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('new-1.example\n<b>\n') },
    ])
    await page.getByText('第2行').waitFor()
    await page.getByText('没有可导入的内容。').waitFor()
    await page.getByRole('tab', { name: '矩阵' }).click()
    const columns = page.locator('.phase h3')
    await columns.first().waitFor()
    expect(await columns.allInnerTexts()).toEqual(['初始访问', '命令与控制', '影响'])
    await columns.first().getByRole('link').click()
    await page.getByText('Spearphishing link').waitFor()
    await page.close()
  })

  test('before a share one sees who would get what and why not; then the receipt comes', async () => {
    const indicator = campaign(creator).find(({ view }) => view.type === 'indicator')
    const page = await open(`/intel/${indicator?.view.id}`)
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByText('1 chosen object').waitFor()
    const card = page.getByRole('region', { name: 'Belmar' })
    await card.getByText('1 leave as they are').waitFor()
    await card.locator('summary').first().click()
    await card.getByRole('button', { name: 'See the bytes' }).click()
    await page.getByRole('dialog').getByText('Bytes', { exact: true }).click()
    await page.getByRole('dialog').getByText('sha256').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await card.getByRole('button', { name: 'Send 1 to Belmar' }).click()
    await card.getByText('It has had everything.').waitFor()
    await card.getByText('everything sent is receipted').waitFor()
    await page.getByRole('link', { name: 'Look at everything instead' }).click()
    await card.getByText('The compact does not name this object type.').waitFor()
    await page.close()
  })

  test('many pages share one stream; when its page goes, another takes over', async () => {
    streams = 0
    const pages: Page[] = []
    for (let n = 0; n < 8; n++) pages.push(await open('/trust'))
    for (const page of pages) await page.getByRole('heading', { name: 'Trust' }).waitFor()
    await expect.poll(() => streams).toBe(1)
    const { hub } = world.desks.pair.a.parts
    const heard = async (of: readonly Page[]) => {
      const asked = of.map((page) => page.waitForRequest('**/api/v1/monitor'))
      hub.tell('alarm', { kind: 'test' })
      await Promise.all(asked)
    }
    await heard(pages)
    await pages.shift()?.close()
    await expect.poll(() => streams).toBe(2)
    await Promise.all(pages.map(settled))
    await heard(pages)
    await Promise.all(pages.map((page) => page.close()))
  })

  test('what somebody asks for more of comes, whatever happens at the node meanwhile', async () => {
    const page = await open('/intel')
    const rows = page.locator('a[data-row]')
    await rows.first().waitFor()
    const before = await rows.count()
    const held = Promise.withResolvers<void>()
    let more = 0
    await page.route('**/api/v1/intel/search', async (route) => {
      const { cursor } = route.request().postDataJSON() as { readonly cursor?: string }
      if (cursor !== undefined && more++ === 0) await held.promise
      await route.continue()
    })
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => more).toBe(1)
    const { hub } = world.desks.pair.a.parts
    // Both are told at once: when the one was asked for, the other was heard too.
    const told = page.waitForRequest('**/api/v1/requests/list')
    hub.tell('intel', {})
    hub.tell('request', {})
    await told
    held.resolve()
    await expect.poll(() => rows.count()).toBe(2 * before)
    await page.close()
  })

  test('where the pointer goes, the screen is there before somebody goes', async () => {
    const page = await open('/intel')
    await page.locator('a[data-row]').first().waitFor()
    await settled(page)
    const part = page.waitForRequest(/trust-screen/)
    await page.getByRole('link', { name: 'Trust' }).first().hover()
    await part
    expect(new URL(page.url()).pathname).toBe('/intel')
    await page.close()
  })

  async function harmless(page: Page, name = 'list'): Promise<void> {
    const state = await page.evaluate(() => ({
      hurt: '__hurt' in window,
      made: document.querySelectorAll('#main script, #main img, #main iframe, #main svg[onload]')
        .length,
      height: document.documentElement.scrollHeight,
      direction: getComputedStyle(document.body).direction,
    }))
    expect(state, name).toMatchObject({ hurt: false, made: 0, direction: 'ltr' })
    expect(state.height, name).toBeLessThan(MOST_HEIGHT)
    expect(await sidewaysScroll(page), name).toBe(0)
  }
})

/** Nothing is being read any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}
