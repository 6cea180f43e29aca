/**
 * Pictures of every view of the console in both languages and themes, on a desk and in a hand, for
 * people to look at, and what a machine can see in them: what is cut, what moved, words of the other
 * language. `npm run look -- FOLDER [PART OF A PATH]`; before the path stands `suspended` where a tier
 * is, and `empty` at a node on its first day.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startBrowser } from '@concert/node/testing/chromium'
import type { BrowserContext, Page } from 'playwright-core'
import { buildConsole } from './console-build.ts'
import { layoutShift } from './console-shift.ts'
import { PLACES, seedViews, suspendTiers, type View } from './console-views.ts'
import { openFirstDay, openWorld, type World } from './console-world.ts'

const WIDTHS = [1440, 390] as const
const LANGS = ['en', 'zh'] as const
const THEMES = ['light', 'dark'] as const

const [folder = 'looks', part = ''] = process.argv.slice(2)

await mkdir(folder, { recursive: true })
await buildConsole()
const browser = await startBrowser()
const told: string[] = []
/** Ids that were looked at: the pictures name each by its place here. */
const ids: string[] = []
try {
  await lookAround()
  await lookAtFirstDay()
} finally {
  await writeFile(join(folder, 'told.txt'), told.join('\n'))
  await browser.close()
}

/** Every view of a node at work, then those in which a suspended tier is told of. */
async function lookAround(): Promise<void> {
  const world = await openWorld()
  try {
    const details = await seedViews(world)
    await lookAt(world, '', [...PLACES.map(([path, who]) => ({ path, who })), ...details])
    await lookAt(world, 'suspended', await suspendTiers(world))
  } finally {
    await world.close()
  }
}

/** What each screen says while there is nothing. */
async function lookAtFirstDay(): Promise<void> {
  const world = await openFirstDay()
  try {
    await lookAt(
      world,
      'empty',
      PLACES.map(([path, who]) => ({ path, who })),
    )
  } finally {
    await world.close()
  }
}

async function lookAt(world: Seen, scene: string, views: readonly View[]): Promise<void> {
  for (const view of views.filter(({ path }) => `${scene}${path}`.includes(part))) {
    told.push(...(await look(browser.context, world, scene, view)))
  }
}

type Seen = Pick<World, 'origin' | 'cookies'>

/** Takes the eight pictures of a view. @returns what is to be seen in them */
async function look(
  context: BrowserContext,
  { origin, cookies }: Seen,
  scene: string,
  { path, who }: View,
) {
  await context.clearCookies()
  await context.addCookies(await cookies('a', who))
  const faults: string[] = []
  for (const width of WIDTHS) {
    for (const lang of LANGS) {
      for (const colorScheme of THEMES) {
        const page = await context.newPage()
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 900 })
        const url = new URL(`${origin('a')}${path}`)
        url.searchParams.set('lang', lang)
        await page.goto(url.href)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
        const name = `${nameOf(`${scene}${path}`)}-${who}-${width}-${lang}-${colorScheme}`
        const seen = [...(await cut(page)), ...(await foreign(page, lang))]
        const shift = await layoutShift(page)
        if (shift >= 0.02) seen.push(`moved ${shift.toFixed(3)}`)
        faults.push(...seen.map((fault) => `${name}: ${fault}`))
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
        await page.close()
      }
    }
  }
  return faults
}

function nameOf(path: string): string {
  return path
    .replace(/^\//, '')
    .replaceAll(/[0-9a-f-]{36,}/g, (id) => `${placeOf(id)}`)
    .replaceAll(/[^\w]+/g, '_')
}

function placeOf(id: string): number {
  if (!ids.includes(id)) ids.push(id)
  return ids.indexOf(id) + 1
}

/** What is wider than the place that it has, and does not say so. */
async function cut(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('body *')]
    const said = all
      .filter((element) => {
        const { overflowX, textOverflow } = getComputedStyle(element)
        const isHidden = overflowX === 'hidden' || overflowX === 'clip'
        const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
        return isHidden && isWider && textOverflow !== 'ellipsis' && element.checkVisibility()
      })
      .map((element) => `cut: ${element.className} ${element.innerText.slice(0, 60)}`)
    const beyond = all
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        const isText = [...element.childNodes].some(({ nodeType }) => nodeType === 3)
        return isText && (right > innerWidth + 1 || left < -1) && element.checkVisibility()
      })
      .filter((element) => !element.closest('[style*=overflow], .scroll, .tabs, .sr, .skip'))
      .map((element) => `beyond: ${element.className} ${element.innerText.slice(0, 60)}`)
    const push = document.documentElement.scrollWidth - innerWidth
    return [...said, ...beyond, ...(push > 0 ? [`pushed ${push}`] : [])]
  })
}

/** Texts in the other language than the page: for people to judge, since names and texts are data. */
async function foreign(page: Page, lang: 'en' | 'zh'): Promise<string[]> {
  return await page.evaluate((own) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement, textContent } = node
      const text = textContent?.trim() ?? ''
      const isMarked = parentElement?.closest('[lang]:not(html), bdi, .mono, script, style')
      if (isMarked || !parentElement?.checkVisibility()) continue
      const isOther =
        own === 'en' ? /\p{Script=Han}/u.test(text) : /[A-Za-z]{3,} [A-Za-z]{2,}/.test(text)
      if (isOther) found.push(`other language: ${text.slice(0, 80)}`)
    }
    return [...new Set(found)]
  }, lang)
}
