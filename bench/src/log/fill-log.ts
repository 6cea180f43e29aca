import { DatabaseSync } from 'node:sqlite'
import { ConcertError, type CryptoPort, utf8 } from '@concert/core'
import {
  appendEntries,
  emptyEdge,
  formatNote,
  type LogEdge,
  type NoteSigner,
  signCheckpoint,
} from '@concert/tlog'
import { randomLeaves } from './bench-log.ts'

const CHUNK = 65_536
const CACHE_KIB = 1 << 20

/**
 * Fills the empty log of a closed database with the rows that a node would have written, in
 * transactions larger than a node's: ten million entries in minutes.
 *
 * @returns one leaf of every chunk
 */
export async function fillLog(
  path: string,
  crypto: CryptoPort,
  signer: NoteSigner,
  entries: number,
): Promise<readonly Uint8Array[]> {
  const db = new DatabaseSync(path)
  try {
    db.exec(`pragma cache_size = -${CACHE_KIB}; pragma synchronous = off`)
    const firsts: Uint8Array[] = []
    let edge = emptyEdge(crypto.sha256)
    while (edge.size < entries) {
      const leaves = randomLeaves(crypto, Math.min(CHUNK, entries - edge.size))
      edge = appendChunk(db, crypto, edge, leaves)
      firsts.push(...leaves.slice(0, 1))
    }
    const { size, root } = edge
    const note = await signCheckpoint(signer, { origin: signer.key.name, size, root })
    const state = db.prepare('update log_state set size = ?, root = ?, checkpoint = ?')
    state.run(size, root, utf8(formatNote(note)))
    return firsts
  } finally {
    db.close()
  }
}

function appendChunk(
  db: DatabaseSync,
  { sha256 }: CryptoPort,
  edge: LogEdge,
  leaves: readonly Uint8Array[],
): LogEdge {
  const grown = appendEntries(sha256, edge, leaves)
  if (!grown.ok) throw new ConcertError('bench-log', { code: grown.code })
  const tile = db.prepare('insert or replace into log_tiles (level, number, data) values (?, ?, ?)')
  const leaf = db.prepare('insert into log_leaves (leaf, position) values (?, ?)')
  db.exec('begin')
  for (const { level, number, data } of grown.value.changed) tile.run(level, number, data)
  for (const [i, bytes] of leaves.entries()) leaf.run(bytes, edge.size + i)
  db.exec('commit')
  return grown.value.edge
}
