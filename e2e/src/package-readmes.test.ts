import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { freePort } from '@concert/node/testing/free-port'
import { afterAll, expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const TAXII = 'application/taxii+json;version=2.1'
// Within the project, so that the example finds the packages as a user's program does.
const FOLDER = new URL('e2e/.vitest/', ROOT)

afterAll(() => rm(FOLDER, { recursive: true, force: true }))

/** Runs the first program of a package's README. */
async function runExample(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const readme = await readFile(new URL(`packages/${name}/README.md`, ROOT), 'utf8')
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const file = new URL(`${name}-example.ts`, FOLDER)
  await mkdir(FOLDER, { recursive: true })
  await writeFile(file, program)
  return spawn(process.execPath, ['--conditions=@concert/source', fileURLToPath(file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('the log of the README makes proofs that verify', async () => {
  const example = await runExample('tlog', {})
  const said = await text(example.stdout as NodeJS.ReadableStream)
  expect(said.split('\n').slice(0, 2)).toEqual(['true', 'true'])
  expect(said).toContain('tile/0/000 ')
})

test('the server of the README takes an object and gives it back', async () => {
  const port = await freePort()
  const example = await runExample('taxii', { PORT: String(port), TOKEN: 'secret' })
  try {
    await once(example.stdout as NodeJS.ReadableStream, 'data')
    const url = `http://127.0.0.1:${port}/api/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/objects/`
    const headers = { accept: TAXII, 'content-type': TAXII, authorization: 'Bearer secret' }
    expect(
      (await fetch(url, { headers: { ...headers, authorization: 'Bearer other' } })).status,
    ).toBe(401)
    const object = {
      type: 'ipv4-addr',
      spec_version: '2.1',
      id: 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd',
      value: '198.51.100.3',
    }
    const body = JSON.stringify({ objects: [object] })
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(202)
    expect(await (await fetch(url, { headers })).json()).toMatchObject({ objects: [object] })
  } finally {
    example.kill()
  }
})
