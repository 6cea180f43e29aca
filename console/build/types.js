/* Writes src/api/schema.gen.ts, the types of the node's API, from docs/openapi.json. */
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../../docs/openapi.json', import.meta.url)
const target = new URL('../src/api/schema.gen.ts', import.meta.url)

const made = astToString(
  await openapiTS(JSON.parse(await readFile(source, 'utf8')), { emptyObjectsUnknown: true }),
)
// A file that did not change is not built anew.
if (made !== (await readFile(target, 'utf8').catch(() => ''))) await writeFile(target, made)
