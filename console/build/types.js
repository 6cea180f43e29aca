/*
 * Writes from docs/openapi.json what the console takes of the node: the types of its API
 * (src/api/schema.gen.ts), and who may call each route (src/session/permissions.gen.ts).
 */
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const document = JSON.parse(
  await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
)

// A file that did not change is not built anew.
async function write(path, text) {
  const target = new URL(`../src/${path}`, import.meta.url)
  if (text !== (await readFile(target, 'utf8').catch(() => ''))) await writeFile(target, text)
}

/** Routes by name, each with its roles; `signed-in` where any account does, `anyone` without one. */
function permissions() {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { 'x-who': who }]) =>
      who === undefined ? [] : [[`${method.toUpperCase()} ${path}`, who]],
    ),
  )
  const table = JSON.stringify(Object.fromEntries(routes), null, 2)
  return `/** The node's table of permissions. Made by build/types.js. */\nexport const WHO = ${table} as const\n`
}

await write('session/permissions.gen.ts', permissions())
await write(
  'api/schema.gen.ts',
  astToString(await openapiTS(document, { emptyObjectsUnknown: true })),
)
