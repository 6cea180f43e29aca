import { join } from 'node:path'
import { writeCursor } from '@concert/taxii'
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

/** Starts a node that holds so many objects, all in one collection. */
export async function openFilled(folder: string, objects: number): Promise<FilledNode> {
  const name = { en: 'Arden', zh: '雅登' }
  const link = await NodeLink.start({ folder: join(folder, 'node'), economy: 'XA', name })
  const { path, token } = await link.ask('openTaxii')
  await link.ask('fillStore', objects)
  const places = await link.ask('taxiiPlaces')
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/taxii+json;version=2.1',
  }
  return { link, port: Number(new URL(link.url).port), path, headers, places }
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
