import { readFile } from 'node:fs/promises'

const SOURCE = new URL('../../../console/src/theme/tokens.css', import.meta.url)
const PLACE = /\/src\/page\/tokens\.css$/

/**
 * Puts the console's tokens in the place of the page's own: one source for both. The console chooses
 * its theme by an attribute; this page has no switch and follows the system.
 */
export function sharedTokens() {
  return {
    name: 'shared-tokens',
    async load(id: string): Promise<string | undefined> {
      return PLACE.test(id) ? bySystem(await readFile(SOURCE, 'utf8')) : undefined
    },
  }
}

/** @throws TypeError when the tokens are not as they were: a page without colours would go unseen */
export function bySystem(tokens: string): string {
  const light = tokens.replace(':root,\n[data-theme="light"] {', ':root {')
  const dark = light.replace(/\[data-theme="dark"\] \{([^}]*)\}/, (_, body: string) => {
    return `@media (prefers-color-scheme: dark) {\n  :root {${body}}\n}`
  })
  if (light === tokens || dark === light || dark.includes('data-theme')) {
    throw new TypeError('console/src/theme/tokens.css')
  }
  return dark
}
