import { createHash, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** Leaves in one transaction of the reference: as many as a node's sequencer takes. */
const BATCH = 4_096

/**
 * The least that a durable log can do: its entries in one table with a synchronous commit for each
 * batch, two hashes for each entry and one signature for each checkpoint. It has no tiles and no
 * proofs.
 */
export class BareLog {
  readonly #db: DatabaseSync
  readonly #insert: StatementSync
  readonly #key: KeyObject

  constructor(path: string) {
    this.#db = new DatabaseSync(path)
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#db.exec('create table entries (leaf blob primary key) without rowid')
    this.#insert = this.#db.prepare('insert into entries values (?)')
    this.#key = generateKeyPairSync('ed25519').privateKey
  }

  append(leaves: readonly Uint8Array[]): void {
    for (let at = 0; at < leaves.length; at += BATCH) this.#batch(leaves.slice(at, at + BATCH))
  }

  #batch(leaves: readonly Uint8Array[]): void {
    this.#db.exec('begin immediate')
    const root = createHash('sha256')
    for (const leaf of leaves) {
      this.#insert.run(leaf)
      root.update(hash('sha256', leaf, 'buffer'))
    }
    sign(null, root.digest(), this.#key)
    this.#db.exec('commit')
  }

  close(): void {
    this.#db.close()
  }
}
