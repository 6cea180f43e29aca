import type { Locator, Page, Route } from 'playwright-core'
import type { Permissions } from './console-roles.ts'

/** How long a button has to do something. */
const SOON = { timeout: 2_000 } as const

/**
 * Presses every button that a role is offered, of each kind once, in every screen and tab, and in the
 * dialogs that they open. What would change something does not reach the node: it is refused in its
 * place, and noted when the node's table would have refused it too.
 *
 * @param allowed - addresses of the navigation that the role has
 * @returns what leads nowhere: buttons whose route the role may not call, screens of other roles
 */
export async function press(
  page: Page,
  role: string,
  permissions: Permissions,
  allowed: readonly string[],
): Promise<readonly string[]> {
  const presser = new Presser(page, role, permissions)
  await page.route('**/{api,auth}/**', (route) => presser.take(route))
  for (const address of allowed) await presser.screen(address)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  return presser.faults
}

class Presser {
  readonly faults: string[] = []
  readonly #page: Page
  readonly #role: string
  readonly #permissions: Permissions
  /** What is asked while a screen is read: such a POST is a question. */
  readonly #questions = new Set<string>()
  #pressed: string | undefined

  constructor(page: Page, role: string, permissions: Permissions) {
    this.#page = page
    this.#role = role
    this.#permissions = permissions
  }

  async take(route: Route): Promise<void> {
    const method = route.request().method()
    const { pathname } = new URL(route.request().url())
    if (this.#pressed === undefined) this.#questions.add(pathname)
    else if (!this.#permissions.may(this.#role, method, pathname)) {
      this.faults.push(`${this.#pressed}: ${method} ${pathname}`)
    }
    if (method === 'GET' || this.#questions.has(pathname)) return await route.continue()
    await route.fulfill({ status: 409, json: { code: 'pressed' } })
  }

  /** A screen of the navigation, its tabs, and the first thing that it lists. */
  async screen(address: string): Promise<void> {
    await this.#page.locator(`aside nav a[href="${address}"]`).click()
    await this.#page.getByRole('heading', { level: 1 }).waitFor()
    await this.#tabs(address)
    const one = this.#page.locator(`#main a[data-row][href^="${address}/"]`).first()
    if ((await one.count()) === 0) return
    await one.click()
    await this.#tabs(`${address}/…`)
  }

  async #tabs(name: string): Promise<void> {
    await this.#settled()
    const address = this.#page.url()
    const tabs = await this.#page.getByRole('tab').count()
    const kinds = new Set<string>()
    for (let at = 0; at < Math.max(tabs, 1); at++) {
      if (tabs > 0) await this.#page.getByRole('tab').nth(at).click()
      await this.#settled()
      await this.#buttons(name, kinds)
    }
    await this.#page.goto(address)
    await this.#settled()
  }

  async #buttons(place: string, kinds: Set<string>): Promise<void> {
    const main = this.#page.locator('#main')
    for (const name of await namesOf(main.locator('button:enabled:not([role=tab])'))) {
      const kind = name.split(/[,:：，]/)[0]?.replaceAll(/\d+/g, '') ?? ''
      if (kinds.has(kind)) continue
      kinds.add(kind)
      await this.#press(main.getByRole('button', { name, exact: true }).first(), place, name)
    }
  }

  async #press(button: Locator, place: string, name: string): Promise<void> {
    const before = this.#page.url()
    this.#pressed = `${place} [${name}]`
    await button.click(SOON).catch(() => undefined)
    await this.#settled()
    for (const item of await this.#page.locator('[role=menuitem]:visible').allInnerTexts()) {
      if ((await this.#page.locator('[role=menuitem]:visible').count()) === 0) {
        await button.click(SOON).catch(() => undefined)
      }
      const choice = this.#page.getByRole('menuitem', { name: item, exact: true })
      await choice.click(SOON).catch(() => undefined)
      await this.#dialog(`${this.#pressed} [${item}]`)
    }
    await this.#dialog(this.#pressed)
    const strange = this.#page.getByText('Your role does not open this screen.')
    if ((await strange.count()) > 0) this.faults.push(`${this.#pressed} leads to ${before}`)
    this.#pressed = undefined
    if (this.#page.url() === before) return
    await this.#page.goto(before)
    await this.#settled()
  }

  /** What stands at the foot of a dialog: whatever it sends is refused, so all of it is pressed. */
  async #dialog(place: string): Promise<void> {
    await this.#settled()
    const dialog = this.#page.locator('dialog[open]').last()
    for (let open = await this.#open(); open > 0; open = await this.#open()) {
      for (const text of await dialog.locator('textarea:enabled').all()) {
        await text.fill('x', SOON).catch(() => undefined)
      }
      for (const name of await namesOf(dialog.locator('footer button:enabled'))) {
        this.#pressed = `${place} [${name}]`
        const button = dialog.getByRole('button', { name, exact: true }).first()
        if ((await this.#open()) > 0) await button.click(SOON).catch(() => undefined)
        await this.#settled()
      }
      if ((await this.#open()) >= open) await this.#page.keyboard.press('Escape')
      await this.#settled()
    }
  }

  async #open(): Promise<number> {
    return await this.#page.locator('dialog[open]').count()
  }

  async #settled(): Promise<void> {
    await this.#page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  }
}

/** Names of the buttons that are seen. */
async function namesOf(buttons: Locator): Promise<readonly string[]> {
  const names = await buttons.evaluateAll((all) =>
    all
      .filter((button) => button.checkVisibility())
      .map((button) => button.getAttribute('aria-label') ?? (button as HTMLElement).innerText),
  )
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))]
}
