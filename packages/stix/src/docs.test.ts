import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const DOCS = new URL('../../../docs/stix/', import.meta.url)
const INDEX = new URL('index.ts', import.meta.url).href

interface Example {
  readonly name: string
  readonly code: string
  readonly wanted: readonly string[]
}

/** The examples of a page: what each prints stands behind `// =>`. */
function examplesOf(page: string): readonly Example[] {
  const text = readFileSync(new URL(page, DOCS), 'utf8')
  return [...text.matchAll(/^## (.+)$[^`]*?^```ts\n([\s\S]*?)^```$/gm)].map(([, name, code]) => ({
    name: name as string,
    code: code as string,
    wanted: [...(code as string).matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => String(line)),
  }))
}

/** Runs an example as a module of its own. @returns what it printed */
async function run(code: string): Promise<readonly string[]> {
  const told = code.replaceAll("'@concert/stix'", `'${INDEX}'`)
  const module = `const out = []
const console = { log: (...values) => out.push(values.join(' ')) }
${told}
export { out }`
  const url = `data:text/javascript,${encodeURIComponent(module)}`
  const { out } = (await import(/* @vite-ignore */ url)) as { out: readonly string[] }
  return out
}

describe.each(['README.md', 'README.zh-CN.md'])('docs/stix/%s', (page) => {
  const examples = examplesOf(page)

  it('has an example for each thing to do', () => {
    expect(examples.length).toBe(5)
  })

  it.each(examples.map((each) => [each.name, each] as const))('%s', async (_name, example) => {
    expect(example.wanted.length).toBeGreaterThan(0)
    expect(await run(example.code)).toEqual(example.wanted)
  })
})
