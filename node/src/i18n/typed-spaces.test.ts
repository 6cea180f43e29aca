/** Chinese sentences that screens show are spaced by the screen (`text-autospace`): none are typed. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

const TYPED = /\p{Script=Han} (?:[A-Za-z0-9]|\$\{)|(?:[A-Za-z0-9]|\$\{[^}]*\}) \p{Script=Han}/u

/** What is written for a terminal, a ticket or a page that spaces nothing, and names of the product. */
const OTHERWISE = [
  'node/src/cli/',
  'node/src/i18n/zh.ts',
  'node/src/console/missing-page.ts',
  'node/src/requests/exports/',
  'packages/stix/src/testing/',
]

test('the node and its packages type no spaces between Chinese and Latin', async () => {
  const folders = ['node/src', ...(await packages())]
  const found: string[] = []
  for (const folder of folders) {
    for (const file of await sourcesIn(folder)) {
      const lines = (await readFile(join(ROOT, file), 'utf8')).split('\n')
      const wrong = lines.filter((line) => TYPED.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line))
      found.push(...wrong.map((line) => `${file}: ${line.trim()}`))
    }
  }
  expect(found).toEqual([])
})

async function packages(): Promise<readonly string[]> {
  const names = await readdir(join(ROOT, 'packages'))
  return names.map((name) => `packages/${name}/src`)
}

async function sourcesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true })
  return entries
    .map((entry) => `${folder}/${entry}`)
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|-contract\.ts$/.test(file))
    .filter((file) => !OTHERWISE.some((place) => file.startsWith(place)))
}
