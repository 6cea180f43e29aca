import type { Bench, Measurement, Tell } from '../bench.ts'
import { withScratch } from '../support/scratch.ts'
import { compareReads, openFilled } from '../taxii/read-bench.ts'

const OBJECTS = 200_000
const REQUESTS = 4_000

/** The pages of `taxii-read`, compressed for clients that take that. */
export const bench: Bench = {
  name: 'taxii-read-gzip',
  description: {
    en: 'TAXII pages a second over HTTP, compressed, 8 connections',
    zh: '8 个连接下每秒读取的压缩 TAXII 页数',
  },
  run: ({ scale, tell }) => withScratch((folder) => measure(folder, Math.max(0.01, scale), tell)),
}

async function measure(folder: string, scale: number, tell?: Tell): Promise<Measurement> {
  const objects = Math.ceil((OBJECTS * scale) / 1000) * 1000
  const node = await openFilled(folder, objects, tell)
  try {
    const requests = Math.max(100, Math.ceil(REQUESTS * scale))
    const reads = { size: 100, pages: 50, requests }
    const of = (coding: string) =>
      compareReads(node, { ...reads, headers: { 'accept-encoding': coding } })
    const gzip = await of('gzip')
    const brotli = await of('br')
    const zstd = await of('zstd')
    const cold = await compareReads(node, {
      size: 100,
      pages: objects / 100,
      requests: Math.min(requests, objects / 100),
      isCold: true,
      headers: { 'accept-encoding': 'gzip' },
    })
    return {
      figure: gzip.subject,
      unit: 'pages of 100/s',
      ratio: gzip.ratio,
      reference:
        'a constant body of the same, compressed size from the same process and HTTP server',
      goal: 'none is set for compressed pages; the ratio says what a page costs beside the HTTP server',
      details: {
        objects,
        objectsPerSecond: gzip.subject * 100,
        p99Ms: gzip.p99Ms,
        bytesPerPage: gzip.bytesPerPage,
        brotliPagesPerSecond: brotli.subject,
        brotliRatio: brotli.ratio,
        brotliBytesPerPage: brotli.bytesPerPage,
        zstdPagesPerSecond: zstd.subject,
        zstdRatio: zstd.ratio,
        zstdBytesPerPage: zstd.bytesPerPage,
        coldPagesPerSecond: cold.subject,
        coldRatio: cold.ratio,
        coldP99Ms: cold.p99Ms,
      },
    }
  } finally {
    await node.link.stop()
  }
}
