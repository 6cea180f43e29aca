import { readFile } from 'node:fs/promises'
import { hex, unhex, utf8 } from '@concert/core'
import { KEY_TYPES, makeNoteKey, makeNoteSigner } from '@concert/tlog'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore, type StoreOptions } from '../store/open-store.ts'
import { NodeLog } from '../trust/node-log.ts'

/** What the process is told in the file that its first argument names. */
export interface SequencerOrders {
  readonly store: StoreOptions
  readonly watermarkPath: string
  readonly sharedWatermarks?: string
  readonly origin: string
  /** Secret and public key of the log, in hex. */
  readonly secret: string
  readonly pub: string
}

/**
 * A process for crash tests: one of several that keep a log over one database. It submits leaves
 * and prints a line for each released head, `head <size> <root>`, and for each leaf that it was
 * told is in one, `leaf <hex>`, until it is killed.
 */
async function main(path: string): Promise<void> {
  const orders = JSON.parse(await readFile(path, 'utf8')) as SequencerOrders
  const crypto = createNodeCrypto()
  const pub = unhex(orders.pub) ?? utf8('')
  const key = makeNoteKey(crypto.sha256, orders.origin, KEY_TYPES.note, pub)
  if (!key.ok) throw new Error(key.code)
  const { watermarkPath, sharedWatermarks } = orders
  const store = await openStore(orders.store)
  const log = await NodeLog.open({
    store,
    crypto,
    signer: makeNoteSigner(crypto, key.value, unhex(orders.secret) ?? utf8('')),
    watermarkPath,
    sharedWatermarks,
    batchMs: 0,
    followMs: 50,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  })
  log.onHead(({ size, root }) => process.stdout.write(`head ${size} ${hex(root)}\n`))
  for (;;) {
    const leaf = Uint8Array.of(1, ...crypto.random(32))
    await store.transact((tx) => log.submit(tx, [leaf]))
    log.wake()
    await log.integrated([leaf])
    process.stdout.write(`leaf ${hex(leaf)}\n`)
  }
}

await main(process.argv[2] ?? '')
