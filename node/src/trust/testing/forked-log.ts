import type { CryptoPort } from '@concert/core'
import {
  appendEntries,
  emptyEdge,
  formatAddCheckpoint,
  type LogEdge,
  type NoteSigner,
  parseNote,
  proveConsistency,
  signCheckpoint,
  type TileReader,
} from '@concert/tlog'

/** A log that lies: two histories that part at a size, both signed by its key. */
export class ForkedLog {
  readonly #crypto: CryptoPort
  readonly #signer: NoteSigner
  readonly #branches: readonly [Branch, Branch]

  /**
   * @param common - entries that both histories begin with
   * @param size - entries of each
   */
  constructor(crypto: CryptoPort, signer: NoteSigner, common: number, size: number) {
    this.#crypto = crypto
    this.#signer = signer
    const shared = Array.from({ length: common }, () => crypto.random(33))
    const rest = () => Array.from({ length: size - common }, () => crypto.random(33))
    this.#branches = [
      new Branch(crypto, [...shared, ...rest()]),
      new Branch(crypto, [...shared, ...rest()]),
    ]
  }

  /** The body of a request to cosign one of the histories, with the proof that it would need. */
  async request(branch: 0 | 1, oldSize: number, size: number): Promise<string> {
    const { sha256 } = this.#crypto
    const history = this.#branches[branch]
    const proof = await proveConsistency(sha256, history.tiles, oldSize, size)
    if (!proof.ok) throw new Error(proof.code)
    const checkpoint = { origin: this.#signer.key.name, size, root: history.rootAt(size) }
    const note = await signCheckpoint(this.#signer, checkpoint)
    const asked = { oldSize, proof: oldSize === 0 ? [] : proof.value, note }
    return formatAddCheckpoint(asked)
  }
}

class Branch {
  readonly tiles: TileReader
  readonly #roots: readonly Uint8Array[]

  constructor({ sha256 }: CryptoPort, entries: readonly Uint8Array[]) {
    const stored = new Map<string, Uint8Array>()
    const roots: Uint8Array[] = []
    let edge: LogEdge = emptyEdge(sha256)
    roots.push(edge.root)
    for (const entry of entries) {
      const grown = appendEntries(sha256, edge, [entry])
      if (!grown.ok) throw new Error(grown.code)
      for (const { level, number, data } of grown.value.changed)
        stored.set(`${level}/${number}`, data)
      edge = grown.value.edge
      roots.push(edge.root)
    }
    this.#roots = roots
    this.tiles = {
      readTiles: async (tiles) =>
        tiles.map(({ level, number }) => stored.get(`${level}/${number}`)),
    }
  }

  rootAt(size: number): Uint8Array {
    const root = this.#roots[size]
    if (root === undefined) throw new RangeError('size')
    return root
  }
}

/** The root in a request's checkpoint, in base64 as it stands there. */
export function rootIn(body: string): string {
  const note = parseNote(body.slice(body.indexOf('\n\n') + 2))
  if (!note.ok) throw new Error(note.code)
  return note.value.text.split('\n')[2] ?? ''
}
