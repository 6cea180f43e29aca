/** Writes dist/verify.html, the verifier page: `npm run build:verifier`. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { VERIFIER_PAGE } from '../index.ts'
import { buildPage } from './build-page.ts'

const page = await buildPage()
await mkdir(new URL('./', VERIFIER_PAGE), { recursive: true })
await writeFile(VERIFIER_PAGE, page)
const digest = createHash('sha256').update(page).digest('hex')
console.log(`${fileURLToPath(VERIFIER_PAGE)}  ${Buffer.byteLength(page)} bytes  sha256 ${digest}`)
