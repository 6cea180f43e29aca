import { runInNewContext } from 'node:vm'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'
import worked from '../vectors/worked.json' with { type: 'json' }

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
        name: 'tlog',
        fileName: 'tlog',
      },
    },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const [chunk] = (outputs[0] as Rolldown.RolldownOutput).output
  return chunk
}

test('the library runs without anything of Node', async () => {
  const chunk = await bundle()
  expect(chunk.imports).toEqual([])
  expect(chunk.code).not.toMatch(/["'`]node:|browser-external|\brequire\(|\bprocess\.|\bBuffer\b/)
  // What every browser has beside the language; a context of its own has no global of Node.
  const read = runInNewContext(
    `${chunk.code}; tlog.parseProofFile(proof).value.checkpoint`,
    { TextEncoder, TextDecoder, proof: worked.proofFile },
    { timeout: 10_000 },
  )
  expect(read).toBe(worked.checkpoint)
}, 30_000)
