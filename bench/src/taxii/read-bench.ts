import { join } from 'node:path'
import { writeCursor } from '@concert/taxii'
import type { Bilingual, Tell } from '../bench.ts'
import { NodeLink } from '../share/node-link.ts'
import { type Comparison, sideBySide } from '../side-by-side.ts'
import { type Load, type Loaded, putLoad } from './http-load.ts'

/** A node with a filled TAXII collection, and what it takes to ask for its pages. */
export interface FilledNode {
  readonly link: NodeLink
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Time of adding of every hundredth object. */
  readonly places: readonly number[]
}

/** Starts a node that holds so many objects, all in one collection. Millions take minutes. */
export async function openFilled(
  folder: string,
  objects: number,
  tell: Tell = () => {},
): Promise<FilledNode> {
  const name = { en: 'Arden', zh: '雅登' }
  const link = await NodeLink.start({ folder: join(folder, 'node'), economy: 'XA', name })
  const { path, token } = await link.ask('openTaxii')
  const slowly = seldom(tell)
  for (let first = 0; first < objects; first += STEP) {
    await link.ask('fillStore', first, Math.min(STEP, objects - first))
    slowly(() => storedText(Math.min(first + STEP, objects), objects))
  }
  const places = await told(link, objects, slowly)
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/taxii+json;version=2.1',
  }
  return { link, port: Number(new URL(link.url).port), path, headers, places }
}

/** Objects stored between two looks at the clock. */
const STEP = 50_000
/** Time between two lines of progress, in ms. */
const TELL_MS = 5000

type Slowly = (make: () => Bilingual | Promise<Bilingual>) => void

/** Tells at most every few seconds, and nothing in the first of them. */
function seldom(tell: Tell): Slowly {
  let last = performance.now()
  return (make) => {
    if (performance.now() - last < TELL_MS) return
    last = performance.now()
    void Promise.resolve(make()).then(tell, () => undefined)
  }
}

/** Waits until everything is in the collection and packed, and says how far that is. */
async function told(link: NodeLink, objects: number, slowly: Slowly): Promise<readonly number[]> {
  const timer = setInterval(() => {
    slowly(async () => workedText(await link.ask('taxiiProgress'), objects))
  }, TELL_MS)
  try {
    return await link.ask('taxiiPlaces')
  } finally {
    clearInterval(timer)
  }
}

function storedText(stored: number, objects: number): Bilingual {
  return {
    en: `${stored} of ${objects} objects stored`,
    zh: `已存入 ${stored} / ${objects} 个对象`,
  }
}

function workedText(
  { followed, packs }: { readonly followed: number; readonly packs: number },
  objects: number,
): Bilingual {
  const pages = Math.floor(objects / 100)
  return {
    en: `${followed} of ${objects} objects in the collection, ${packs} of ${pages} pages packed; then the search index`,
    zh: `集合中已有 ${followed} / ${objects} 个对象，已组装 ${packs} / ${pages} 页；随后是搜索索引`,
  }
}

/** Reads pages spread over the whole collection, none of them out of the memory of pages read. */
export async function readSpread(
  node: FilledNode,
  round: number,
  requests: number,
): Promise<Loaded> {
  const pages = node.places.length
  const path = (n: number) =>
    renamed(pagePath(node, 100, (round * 7919 + n * 7927) % pages), `${round}-${n}`)
  return await putLoad({ port: node.port, path, requests, headers: node.headers })
}

/** A field that the server does not know, and ignores (§3.4), makes it an address never asked for. */
function renamed(path: string, name: string): string {
  return `${path}&match[bench]=${name}`
}

/** Path of the page of `size` objects that begins at a place of the collection. */
function pagePath({ path, places }: FilledNode, size: number, page: number): string {
  const begin = (page * size) / 100
  const from = begin === 0 ? 0 : (places[begin - 1] ?? 0)
  return `${path}objects/?limit=${size}&next=${writeCursor({ addedAfter: 0, from })}`
}

/** Reads of pages held against reads of a constant body of the same size. */
export interface ReadCompared extends Comparison {
  readonly p99Ms: number
  readonly bytesPerPage: number
}

/** What is to be read, and how often in each round. */
export interface Reads {
  readonly size: number
  /** Pages that are asked for in turn; those of one round are not those of the next. */
  readonly pages: number
  readonly requests: number
  /** Whether no page is ever one that was read before, though it may hold the same objects. */
  readonly isCold?: boolean
  readonly rounds?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Pages a second, and the ratio to a constant body of as many bytes from the same process. */
export async function compareReads(node: FilledNode, reads: Reads): Promise<ReadCompared> {
  const { size, pages, requests, isCold = false, rounds = 7 } = reads
  const headers = { ...node.headers, ...reads.headers }
  let at = 0
  const load = (): Load => {
    const begin = at
    at += requests
    const path = (n: number) => {
      const page = pagePath(node, size, (begin + n) % pages)
      return isCold ? renamed(page, `${begin + n}`) : page
    }
    return { port: node.port, path, requests, headers }
  }
  const first = await putLoad({ ...load(), requests: 1 })
  const constant = await node.link.ask('serveConstant', first.bytes)
  const ours: Loaded[] = []
  const compared = await sideBySide(
    {
      work: async () => {
        ours.push(await putLoad(load()))
        return requests
      },
    },
    {
      work: async () => {
        await putLoad({ port: constant, path: () => '/', requests, headers })
        return requests
      },
    },
    { rounds },
  )
  const p99Ms = Math.max(...ours.slice(1).map((loaded) => loaded.p99Ms))
  return { ...compared, p99Ms, bytesPerPage: first.bytes }
}
