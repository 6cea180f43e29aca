import type { Bench, Measurement, Tell } from '../bench.ts'
import { withScratch } from '../support/scratch.ts'
import { compareReads, openFilled } from '../taxii/read-bench.ts'

const OBJECTS = 200_000
const REQUESTS = 4_000
const WARM_PAGES = 50

/** Pages of a TAXII collection over HTTP, never read before and read before. */
export const bench: Bench = {
  name: 'taxii-read',
  description: {
    en: 'TAXII pages a second over HTTP, read before and never read before, 8 connections',
    zh: '8 个连接下每秒读取的 TAXII 页数：已读过的页与首次读取的页',
  },
  run: ({ scale, tell }) => withScratch((folder) => measure(folder, Math.max(0.01, scale), tell)),
}

async function measure(folder: string, scale: number, tell?: Tell): Promise<Measurement> {
  const objects = Math.ceil((OBJECTS * scale) / 1000) * 1000
  const node = await openFilled(folder, objects, tell)
  try {
    const requests = Math.max(100, Math.ceil(REQUESTS * scale))
    const large = Math.ceil(requests / 10)
    const warm = await compareReads(node, { size: 100, pages: WARM_PAGES, requests })
    const cold = await compareReads(node, {
      size: 100,
      pages: objects / 100,
      requests: Math.min(requests, objects / 100),
      isCold: true,
    })
    const warmLarge = await compareReads(node, { size: 1000, pages: 5, requests: large })
    const coldLarge = await compareReads(node, {
      size: 1000,
      pages: objects / 1000,
      requests: Math.min(large, objects / 1000),
      isCold: true,
    })
    return {
      figure: warm.subject,
      unit: 'pages of 100/s',
      ratio: warm.ratio,
      reference: 'a constant body of the same size from the same process and HTTP server',
      goal: 'ratio at least 0.7, coldRatio at least 0.25',
      details: {
        objects,
        coldRatio: cold.ratio,
        objectsPerSecond: warm.subject * 100,
        p99Ms: warm.p99Ms,
        constantPerSecond: warm.reference,
        bytesPerPage: warm.bytesPerPage,
        coldPagesPerSecond: cold.subject,
        coldObjectsPerSecond: cold.subject * 100,
        coldP99Ms: cold.p99Ms,
        ratioOfThousand: warmLarge.ratio,
        pagesOfThousandPerSecond: warmLarge.subject,
        objectsPerSecondOfThousand: warmLarge.subject * 1000,
        p99MsOfThousand: warmLarge.p99Ms,
        coldRatioOfThousand: coldLarge.ratio,
        coldObjectsPerSecondOfThousand: coldLarge.subject * 1000,
        coldP99MsOfThousand: coldLarge.p99Ms,
        ratioRange: warm.ratioRange,
        coldRatioRange: cold.ratioRange,
      },
    }
  } finally {
    await node.link.stop()
  }
}
