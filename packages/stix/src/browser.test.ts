import { runInNewContext } from 'node:vm'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'

// The library as a page would bundle it: only what browsers have may be left over.
async function bundle(): Promise<Rolldown.OutputChunk> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@concert/source'] },
    build: {
      write: false,
      // Comments may speak of Node, code may not.
      minify: true,
      target: 'es2024',
      lib: {
        entry: `${import.meta.dirname}/index.ts`,
        formats: ['iife'],
        name: 'stix',
        fileName: 'stix',
      },
    },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const [chunk] = (outputs[0] as Rolldown.RolldownOutput).output
  return chunk
}

const OBJECT =
  '{"type":"domain-name","id":"domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7","value":"例子.example"}'

test('the library runs without anything of Node', async () => {
  const chunk = await bundle()
  expect(chunk.imports).toEqual([])
  // Matches alone are compared: the code is too long for anybody to read when this fails.
  const ofNode =
    /.{0,60}(?:["'`]node:|browser-external|\brequire\(|\bprocess\.(?:env|versions|nextTick|platform)|\bBuffer\.(?:from|alloc|concat)).{0,60}/
  expect(chunk.code.match(ofNode)?.[0]).toBeUndefined()
  // What every browser has beside the language; a context of its own has no global of Node.
  const globals = { TextEncoder, TextDecoder, URL, atob, btoa, bytes: Buffer.from(`[${OBJECT},7]`) }
  const told = runInNewContext(
    `${chunk.code};
    (async () => {
      const told = []
      for await (const item of stix.readStixStream([bytes])) {
        told.push([item.kind, item.valid, item.value?.value ?? item.faults[0]?.code])
      }
      return JSON.stringify(told)
    })()`,
    globals,
    // As under a policy of content security, no code may be made from text.
    { timeout: 20_000, contextCodeGeneration: { strings: false, wasm: false } },
  )
  expect(JSON.parse(await told)).toEqual([
    ['object', true, '例子.example'],
    ['fault', null, 'object-expected'],
    ['shell', null, null],
  ])
}, 60_000)
