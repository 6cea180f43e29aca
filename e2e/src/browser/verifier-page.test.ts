/** The verifier page in a real Chromium: from disk and as a node serves it. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { exportedFrom } from '@concert/node/testing/exported'
import { type Pair, startPair } from '@concert/node/testing/pair'
import { VERIFIER_PAGE } from '@concert/verifier'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const BUILD = fileURLToPath(new URL('../../../verifier/src/build/main.ts', import.meta.url))
const SAMPLES = fileURLToPath(new URL('../../../docs/samples/', import.meta.url))
const FLAGS = ['--conditions=@concert/source', '--disable-warning=ExperimentalWarning']
const EVIDENCE = join(SAMPLES, 'evidence.json')
const KEYS = join(SAMPLES, 'keys.json')

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the verifier page in Chromium (${reason})`)

describe.skipIf(reason !== undefined)('the verifier page', { timeout: 120_000 }, () => {
  let browser: TestBrowser
  let page: Page
  let folder: string
  let pair: Pair
  const asked: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concert-page-'))
    await promisify(execFile)(process.execPath, [...FLAGS, BUILD])
    pair = await startPair()
    browser = await startBrowser()
    browser.context.on('request', (request) => asked.push(request.url()))
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await pair?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Opens the page anew; everything that it complains of fails the test. */
  async function open(address = VERIFIER_PAGE.href, lang = 'en'): Promise<Page> {
    await page?.close()
    page = await browser.context.newPage()
    page.on('pageerror', (error) => expect.unreachable(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') expect.unreachable(message.text())
    })
    await page.goto(`${address}?lang=${lang}`)
    return page
  }

  async function check(evidence = EVIDENCE, keys = KEYS): Promise<string> {
    await page.setInputFiles('#file-evidence', evidence)
    await page.setInputFiles('#file-keys', keys)
    await page.waitForSelector('.verdict, .problem')
    return await page.innerText('main')
  }

  /** The sample with one letter changed within the first field of that name after `from`. */
  async function changed(name: string, field: string, from: string): Promise<string> {
    const text = await readFile(EVIDENCE, 'utf8')
    const at = text.indexOf(`"${field}":"`, text.indexOf(`"${from}":`)) + field.length + 14
    const letter = text[at] === 'A' ? 'B' : 'A'
    const file = join(folder, name)
    await writeFile(file, text.slice(0, at) + letter + text.slice(at + 1))
    return file
  }

  test('evidence and keys that hold: verdict, values, limits', async () => {
    await open()
    expect(await page.innerText('.empty')).toMatch(/Nothing has been checked yet/)
    const text = await check()
    expect(text).toMatch(/Holds\s+The evidence holds/)
    expect(text).toContain('Arden (arden.example) signed a statement')
    expect(text).toContain('entry 4 (of 7, counted from 0)')
    expect(text).toContain('Nothing here proves reading')
    expect(await page.locator('.steps li.held').count()).toBe(16)
    expect(await page.innerText('.drill')).toContain('EXERCISE')
    expect(await page.innerText('.tlp')).toBe('TLP:GREEN')
    await page.click('[data-key=toggle-all]')
    expect(await page.innerText('.steps')).toMatch(/blocs\s*met · 2 of 2 needed/)
    await page.click('[data-key=said]')
    expect(await page.innerText('.said')).toContain(
      "[domain-name:value = 'login-haldenbank.example']",
    )
  })

  test('the other language at once, without losing anything', async () => {
    await page.click('[data-key=lang-zh]')
    const text = await page.innerText('main')
    expect(text).toMatch(/成立\s+证据包成立/)
    expect(text).toContain('雅登（arden.example）签署了一份声明')
    expect(text).toContain('满足2项')
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    expect(await page.evaluate(focused)).toBe('lang-zh')
    await page.click('[data-key=lang-en]')
    expect(await page.innerText('main')).toMatch(/Holds/)
  })

  test('one byte changed: refused, and the step is named', async () => {
    await open()
    const text = await check(await changed('item.json', 'bytes', 'items'))
    expect(text).toMatch(/Does not hold/)
    expect(text).toMatch(/fails at step 7: An item is not the one that was signed/)
    expect(await page.innerText('.steps li.failed')).toMatch(/commitment-mismatch · items\[0\]/)
    expect(text).not.toContain('What it shows')
    const color = await page
      .locator('.steps li.failed .title')
      .evaluate((title) => getComputedStyle(title).color)
    expect(color).toBe('rgb(173, 18, 48)')
  })

  test('a file that cannot be read stops everything after it, in Chinese too', async () => {
    await open(VERIFIER_PAGE.href, 'zh')
    const text = await check(await changed('base64.json', 'envelope', 'content'))
    expect(text).toMatch(/不成立\s+证据包不成立。第\d+步不成立/)
    const broken = join(folder, 'cut.json')
    await writeFile(broken, (await readFile(EVIDENCE)).subarray(0, 30_000))
    await open(VERIFIER_PAGE.href, 'zh')
    await check(broken)
    expect(await page.innerText('.steps li.failed')).toMatch(/文件完整/)
    expect(await page.locator('.steps li:not(.not-checked)').count()).toBe(1)
  })

  test('both files dropped anywhere, in any order, find their places', async () => {
    await open()
    const files = await Promise.all([KEYS, EVIDENCE].map((file) => readFile(file, 'utf8')))
    const transfer = await page.evaluateHandle((texts) => {
      const made = new DataTransfer()
      for (const [n, text] of texts.entries()) made.items.add(new File([text], `${n}.json`))
      return made
    }, files)
    await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
    expect(await page.isVisible('.drop-here')).toBe(true)
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
    await page.waitForSelector('.holds .verdict')
    expect(await page.isVisible('.drop-here')).toBe(false)
    expect(await page.locator('.slot .file bdi').allInnerTexts()).toEqual(['1.json', '0.json'])
  })

  test('the keyboard alone: a file is chosen, a step opened', async () => {
    await open()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.keyboard.press('Space'),
    ])
    await chooser.setFiles(EVIDENCE)
    await page.waitForSelector('.slot.full')
    await page.setInputFiles('#file-keys', KEYS)
    await page.waitForSelector('.verdict')
    await page.focus('[data-key=step-sender-log]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.steps details[open]')
    expect(await page.innerText('.steps details[open] .inside')).toContain('arden.example/log')
    expect(await page.evaluate(focused)).toBe('step-sender-log')
  })

  test('files that cannot be used are named, and nothing is checked', async () => {
    await open()
    const bad = join(folder, 'bad-keys.json')
    await writeFile(bad, '{"v":1,"nodes":[]}')
    expect(await check(EVIDENCE, bad)).toMatch(
      /Nothing was checked.\s+bad-keys\.json is not a valid/,
    )
    const empty = join(folder, 'empty.json')
    await writeFile(empty, '')
    await page.setInputFiles('#file-evidence', empty)
    await page.waitForSelector('.problem p:has-text("empty")')
    expect(await page.innerText('.problem')).toContain('empty.json is empty')
  })

  test('what a file says is never markup', async () => {
    await open()
    const keys = JSON.parse(await readFile(KEYS, 'utf8'))
    keys.nodes[0].names.en = '<img src=x onerror=alert(1)><b id=injected>'
    const hostile = join(folder, 'hostile.json')
    await writeFile(hostile, JSON.stringify(keys))
    expect(await check(EVIDENCE, hostile)).toContain('<img src=x onerror=alert(1)><b id=injected>')
    expect(await page.locator('#injected, img').count()).toBe(0)
  })

  test('what a node exports verifies on the page that the node serves', async () => {
    const { evidence, keys } = await exportedFrom(pair)
    const files = [join(folder, 'own.json'), join(folder, 'own-keys.json')] as const
    await writeFile(files[0], evidence)
    await writeFile(files[1], keys)
    await open(`${pair.a.url}/verify`)
    const text = await check(...files)
    expect(text).toMatch(/Holds/)
    expect(text).toContain('Belmar')
    // A page with an origin of its own could reach the node's other routes.
    expect(await page.evaluate(() => window.origin)).toBe('null')
  })

  test('no connection: none was asked for, and none can be opened', async () => {
    const own = [VERIFIER_PAGE.href, `${pair.a.url}/verify`]
    expect(asked.filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([])
    let connections = 0
    const server: Server = createServer((_, answer) => answer.end())
    server.on('connection', () => connections++)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const other = await browser.context.newPage()
    await other.goto(VERIFIER_PAGE.href)
    const failed = await other.evaluate(tryToConnect, target)
    expect(failed).toEqual(['refused', 'refused', 'refused'])
    await other.close()
    expect(connections).toBe(0)
    await new Promise((done) => server.close(done))
  })
})

/** In the page: which control has the focus. */
function focused(): string | null | undefined {
  return document.activeElement?.getAttribute('data-key')
}

/** In the page: what becomes of every way to send something. */
async function tryToConnect(url: string): Promise<readonly string[]> {
  const image = () =>
    new Promise<string>((done) => {
      const made = new Image()
      made.onload = () => done('sent')
      made.onerror = () => done('refused')
      made.src = url
    })
  const socket = () =>
    new Promise<string>((done) => {
      try {
        const made = new WebSocket(url.replace('http', 'ws'))
        made.onopen = () => done('sent')
        made.onerror = () => done('refused')
      } catch {
        done('refused')
      }
    })
  const request = fetch(url).then(
    () => 'sent',
    () => 'refused',
  )
  navigator.sendBeacon(url, 'x')
  return await Promise.all([request, image(), socket()])
}
