import { readFile } from 'node:fs/promises'
import type { Page, Response } from 'playwright-core'

/** The route on which each entry of the navigation lives; everybody sees those without. */
const ENTRIES: readonly (readonly [path: string, opens?: string])[] = [
  ['/desk'],
  ['/requests', 'POST /api/v1/requests/list'],
  ['/intel', 'POST /api/v1/intel/search'],
  ['/release', 'POST /api/v1/release/queue'],
  ['/compacts'],
  ['/operations', 'POST /api/v1/operations/list'],
  ['/dialogue/scorecard', 'GET /api/v1/scorecards'],
  ['/directory', 'GET /api/v1/contacts'],
  ['/peers'],
  ['/trust'],
  ['/trust/verify'],
  ['/intel/statistics', 'POST /api/v1/intel/search'],
  ['/drills', 'GET /api/v1/drills'],
  ['/notices', 'POST /api/v1/notices/list'],
  ['/feeds', 'GET /api/v1/feeds'],
  ['/taxii', 'GET /api/v1/taxii/collections'],
  ['/accounts', 'GET /api/v1/accounts'],
  ['/audit', 'GET /api/v1/audit'],
  ['/settings'],
]

type Who = readonly string[] | 'signed-in' | 'anyone'
type Paths = Readonly<Record<string, Readonly<Record<string, { 'x-who'?: Who }>>>>

/** The node's table of permissions, as its API document has it. */
export class Permissions {
  readonly #paths: Paths

  private constructor(paths: Paths) {
    this.#paths = paths
  }

  static async read(): Promise<Permissions> {
    const document = new URL('../../../docs/openapi.json', import.meta.url)
    return new Permissions(JSON.parse(await readFile(document, 'utf8')).paths)
  }

  /** Addresses that the navigation has for a role. */
  entriesOf(role: string): readonly string[] {
    const may = (route: string) => {
      const [method = '', path = ''] = route.split(' ')
      return this.may(role, method, path)
    }
    return ENTRIES.filter(([, opens]) => opens === undefined || may(opens)).map(([path]) => path)
  }

  /** Whether a role may call a route; everybody may what is under `/auth`. */
  may(role: string, method: string, path: string): boolean {
    if (path.startsWith('/auth/')) return true
    const who = this.#paths[path]?.[method.toLowerCase()]?.['x-who']
    if (who === undefined) throw new Error(`${method} ${path} is not in the document`)
    return typeof who === 'string' || who.includes(role)
  }
}

/**
 * Goes wherever the navigation leads, tab by tab, and to wherever a screen links.
 *
 * @param allowed - addresses of the navigation that the reader's role has
 * @returns what was refused, broken, or leads to a screen of somebody else
 */
export async function walk(page: Page, allowed: readonly string[]): Promise<readonly string[]> {
  const faults: string[] = []
  const noteRefusal = (response: Response) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 400) faults.push(`${page.url()}: ${response.status()} ${pathname}`)
  }
  const noteAlerts = async () => {
    const alerts = await page.locator('#main [role=alert]').allInnerTexts()
    faults.push(...alerts.map((text) => `${page.url()}: ${text}`))
  }
  page.on('response', noteRefusal)
  for (const address of allowed) {
    await page.locator(`aside nav a[href="${address}"]`).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await settled(page)
      const leads = await addresses(page, '#main a[href^="/"]')
      const elsewhere = leads.filter((to) => !isWithin(to, allowed))
      faults.push(...elsewhere.map((to) => `${address} leads to ${to}`))
    }
    await noteAlerts()
    // One of the things that the screen lists.
    const one = page.locator(`#main a[data-row][href^="${address}/"]`).first()
    if ((await one.count()) === 0) continue
    await one.click()
    await settled(page)
    await noteAlerts()
  }
  page.off('response', noteRefusal)
  return faults
}

/** Addresses of the navigation as it stands. */
export async function entries(page: Page): Promise<readonly string[]> {
  await page.locator('aside nav a').first().waitFor()
  return await addresses(page, 'aside nav a')
}

/** Addresses of the navigation, and of the first thing that each screen lists. */
export async function entriesAndFirst(page: Page): Promise<readonly string[]> {
  await page.setViewportSize({ width: 1440, height: 900 })
  const found: string[] = []
  for (const address of await entries(page)) {
    await page.locator(`aside nav a[href="${address}"]`).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    const one = page.locator(`#main a[data-row][href^="${address}/"]`).first()
    const first = (await one.count()) === 0 ? null : await one.getAttribute('href')
    found.push(address, ...(first === null ? [] : [first]))
  }
  return found
}

/** Paths that the links of a place lead to, each once. */
async function addresses(page: Page, links: string): Promise<readonly string[]> {
  const paths = await page
    .locator(links)
    .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
  return [...new Set(paths)]
}

/** Whether an address belongs to the navigation of a role: of several entries the nearest counts. */
function isWithin(path: string, allowed: readonly string[]): boolean {
  const nearest = ENTRIES.map(([entry]) => entry)
    .filter((entry) => path === entry || path.startsWith(`${entry}/`))
    .toSorted((a, b) => b.length - a.length)[0]
  return nearest !== undefined && allowed.includes(nearest)
}

async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}
