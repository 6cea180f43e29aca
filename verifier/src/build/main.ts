/**
 * Writes dist/verify.html, the verifier page: `npm run build:verifier`. With `--if-possible` (after
 * an install) a failure is only told: a node without the page works.
 */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { VERIFIER_PAGE } from '../index.ts'

async function write(): Promise<string> {
  const { buildPage } = await import('./build-page.ts')
  const page = await buildPage()
  await mkdir(new URL('./', VERIFIER_PAGE), { recursive: true })
  await writeFile(VERIFIER_PAGE, page)
  const digest = createHash('sha256').update(page).digest('hex')
  return `${fileURLToPath(VERIFIER_PAGE)}  ${Buffer.byteLength(page)} bytes  sha256 ${digest}`
}

if (process.argv.includes('--if-possible')) {
  await write().catch((error) => console.error(`verifier page: ${error}`))
} else console.log(await write())
