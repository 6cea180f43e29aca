import axe from 'axe-core'
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core'
import { expect } from 'vitest'

/** How a page is to be looked at. */
export interface Look {
  readonly lang?: 'en' | 'zh'
  readonly theme?: 'light' | 'dark'
  readonly width?: number
}

/** Opens a page that fails the test with everything that it complains of. */
export async function openPage(
  context: BrowserContext,
  address: string,
  { lang = 'en', theme = 'light', width = 1440 }: Look = {},
): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.unreachable(error.message))
  page.on('console', (message) => complain(message))
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.setViewportSize({ width, height: 900 })
  const url = new URL(address)
  url.searchParams.set('lang', lang)
  await page.goto(url.href)
  return page
}

/** A refusal that a test provokes is told by the browser too; everything else is a mistake. */
function complain(message: ConsoleMessage): void {
  if (message.type() !== 'error') return
  if (/^Failed to load resource/.test(message.text())) return
  expect.unreachable(message.text())
}

/** What axe finds against WCAG 2.2 AA on the page as it stands. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // The page's policy forbids added scripts; what a debugger evaluates is not bound by it.
  await page.evaluate(axe.source)
  return await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await tool.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.map(({ id, nodes }) => {
      return `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`
    })
  })
}

/** How far the page could be pushed sideways, in pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
