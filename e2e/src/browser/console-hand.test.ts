/** The console in a hand and by the keyboard alone: what a list opens, what is not there, dialogs. */

import { whyNoBrowser } from '@concert/node/testing/chromium'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MOST_SHIFT, shiftOf, WIDTHS } from './console-shift.ts'
import { setStage } from './console-stage.ts'
import { PLACES, seedViews } from './console-views.ts'
import { faultsOf } from './console-visits.ts'
import type { PersonName } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the console in a hand (${reason})`)

/** As long as a busy machine takes. */
const POLL = { timeout: 30_000 }

const NOBODY = '0'.repeat(64)
const NOTHING = 'indicator--00000000-0000-4000-8000-000000000000'

/** Lists with who reads them; the first thing in each is opened. */
const LISTS = [
  ['/requests', 'duty'],
  ['/intel', 'duty'],
  ['/compacts', 'legal'],
  ['/operations', 'duty'],
  ['/peers', 'operator'],
] as const satisfies readonly (readonly [string, PersonName])[]

const MISSING = [
  [`/requests/${NOBODY}`, 'No request of this id.', 'Requests'],
  [`/operations/${NOBODY}`, 'No operation of this id.', 'Operations'],
  [`/intel/${NOTHING}`, 'No object of this id, or none that you may see.', 'Intelligence'],
] as const

describe.skipIf(reason !== undefined)('the console in a hand', { timeout: 120_000 }, () => {
  const stage = setStage(seedViews)

  test.each(LISTS)('what %s opens is accessible and fits', async (path, who) => {
    const look = { lang: 'zh', theme: 'dark', width: 390 } as const
    const page = await stage.visits.enter(who, path, look)
    await page.locator(`#main a[data-row][href^="${path}/"]`).first().click()
    await page.waitForURL(`**${path}/*`)
    expect(await faultsOf(page)).toEqual([])
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      expect(await faultsOf(page), await tab.innerText()).toEqual([])
    }
  })

  test('what is not there is told in the heading, with the way back', async () => {
    const page = await stage.visits.enter('duty', '/desk', { width: 390 })
    for (const [path, said, list] of MISSING) {
      await page.goto(`${stage.world.origin('a')}${path}?lang=en`)
      await page.getByRole('heading', { level: 1, name: said }).waitFor()
      await page.locator('#main').getByRole('link', { name: list }).waitFor()
      expect(await faultsOf(page), path).toEqual([])
    }
  })

  test.each(PLACES)('%s stands still while it is read', async (path, who) => {
    for (const width of WIDTHS) {
      expect(await shiftOf(stage.visits, who, path, width), `${width}`).toBeLessThan(MOST_SHIFT)
    }
  })

  test('what is about one thing stands still while it is read', { timeout: 400_000 }, async () => {
    for (const { path, who } of stage.seeded) {
      for (const width of WIDTHS) {
        expect(await shiftOf(stage.visits, who, path, width), `${path} ${width}`).toBeLessThan(
          MOST_SHIFT,
        )
      }
    }
  })

  test('Escape closes the list first, then the dialog; the focus returns to what opened it', async () => {
    const page = await stage.visits.enter('duty', '/directory?tab=pings')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByLabel('Within (minutes)').fill('45')
    await page.getByRole('dialog').getByRole('combobox').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option').first().waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await page.locator('[aria-expanded=true]').waitFor({ state: 'detached' })
    expect(await page.getByLabel('Within (minutes)').inputValue()).toBe('45')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Ask')
  })

  test('by keys alone: tabs by arrows, an answer out of the menu, the help and the palette', async () => {
    const page = await stage.visits.enter('duty', '/requests')
    await page.getByText('Nine defaced university sites').click()
    const others = page.getByRole('button', { name: 'Other answers' })
    await others.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    await expect.poll(async () => await focused(page), POLL).toBe('Accept')
    await page.keyboard.press('ArrowDown')
    await expect.poll(async () => await focused(page), POLL).toBe('Ask for information')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Ask for information' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Other answers')
    await page.getByRole('tab', { name: 'Ask' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: /Targets/, selected: true }).waitFor()
    await page.keyboard.press('End')
    await page.getByRole('tab', { name: 'Ladder and calls', selected: true }).waitFor()
    for (const keys of ['?', 'Control+k']) {
      await page.keyboard.press(keys)
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })
})

/** What the focus is on, by its words. */
async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '')
}
