import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { bySystem } from './shared-tokens.ts'

test('the tokens of the console follow the system on the page', async () => {
  const source = new URL('../../../console/src/theme/tokens.css', import.meta.url)
  const made = bySystem(await readFile(source, 'utf8'))
  expect(made).toMatch(
    /@media \(prefers-color-scheme: dark\) \{\n {2}:root \{\s+color-scheme: dark/,
  )
  expect(made.match(/--layout:/g)).toHaveLength(2)
  expect(() => bySystem(':root { }')).toThrow(TypeError)
})
