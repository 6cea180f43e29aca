import type { Page, Route } from 'playwright-core'

/**
 * What a peer may write wherever it may write: markup that runs and loads, a text that turns around,
 * characters without ink, a name that looks like another, and a word that no line holds.
 */
const BAIT = `<img src=https://collector.example/x onerror=window.__hurt=1>\u202egpj.exe\u202c\u2066\u200b r\u0430ypal.example ${'W'.repeat(90)}`

/** Answers in which nothing is a peer's: words of the node's own, the session, the accounts here. */
const OWN =
  /\/(?:session|sessions|setup|words|measures|glossary|templates|people|accounts|channels|rules|events)$/

/** Members that are no text of anybody, or are held to a form by the node. */
const FORMAL =
  /^(?:id|node|host|url|code|sentence|message|safetyNumber|vkey|origin|law|because|label|email|agent|address|next|spelling|digest|hours|zone|languages|phone|path|at|time|pattern_type|created|modified|published|csrf|text_digest|key|proof)$/

const PLAIN = /^(?:[a-z0-9_:+./-]*|[0-9TZ:.+ -]*|[A-Za-z0-9+/=]{40,}|TLP:.*|\[.*\])$/

/** Makes every text of somebody else that the node answers a hostile one. */
export async function baitAnswers(page: Page): Promise<void> {
  await page.route('**/api/v1/**', async (route) => await bait(route))
}

async function bait(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url())
  if (OWN.test(pathname)) return await route.continue()
  const response = await route.fetch()
  const isJson = response.headers()['content-type']?.includes('application/json') ?? false
  if (!isJson) return await route.fulfill({ response })
  await route.fulfill({ response, json: baited(await response.json()) })
}

function baited(value: unknown, key = ''): unknown {
  if (FORMAL.test(key)) return value
  if (typeof value === 'string') return PLAIN.test(value) ? value : `${value} ${BAIT}`
  if (Array.isArray(value)) return value.map((each) => baited(each, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, baited(each, name)]))
}

/** Where what others wrote does something on the page as it stands, or hides something. */
export async function harmOn(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const harm: string[] = []
    if ('__hurt' in window) harm.push('ran')
    const made = document.querySelectorAll('#root img, #root script, #root iframe')
    if (made.length > 0) harm.push(`made ${made.length} elements`)
    const hidden = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/
    if (hidden.test(document.title)) harm.push('turns the title of the page')
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (!hidden.test(node.nodeValue ?? '')) continue
      const around = node.parentElement
      if (around?.closest('option, textarea, script, style')) continue
      harm.push(`turns: ${around?.parentElement?.outerHTML.slice(0, 160)}`)
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [data-label]')) {
      for (const name of ['aria-label', 'title', 'data-label']) {
        const value = element.getAttribute(name) ?? ''
        if (hidden.test(value)) harm.push(`turns ${name}: ${value.slice(0, 60)}`)
      }
    }
    const wide = document.documentElement.scrollWidth - window.innerWidth
    if (wide > 0) harm.push(`can be pushed sideways by ${wide} pixels`)
    return [...new Set(harm)]
  })
}
