import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { ConcertError } from '@concert/core'
import { readStixObject, type StixObject } from '@concert/stix'
import type { Aside } from '@concert/taxii'
import type { NodeContext } from '../context.ts'
import type { Consumer } from './consumer.ts'

/** Objects that were posted and are added later. */
export class AsideObjects {
  readonly #context: Pick<NodeContext, 'store'>

  constructor(context: Pick<NodeContext, 'store'>) {
    this.#context = context
  }

  async set(
    token: number,
    status: string,
    collection: string,
    batch: number,
    objects: readonly StixObject[],
  ): Promise<void> {
    const sizes = JSON.stringify(objects.map(({ bytes }) => bytes.length))
    const body = zstdCompressSync(Buffer.concat(objects.map(({ bytes }) => bytes)))
    await this.#context.store.transact(async (tx) => {
      await tx.db
        .insertInto('taxii_aside')
        .values({ status, batch, token, collection, sizes, body })
        .execute()
    })
  }

  /** Some request of which there are objects, but for these. */
  async next(except: ReadonlySet<string>): Promise<Aside<Consumer> | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('taxii_aside')
      .innerJoin('taxii_statuses', 'taxii_statuses.id', 'taxii_aside.status')
      .select([
        'taxii_aside.status as id',
        'taxii_aside.token',
        'taxii_aside.collection',
        'taxii_statuses.body as status',
      ])
      .where('taxii_aside.status', 'not in', ['', ...except])
      .orderBy('taxii_statuses.until')
      .orderBy('taxii_aside.batch')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const { id, token, collection, status } = row
    return { id, who: posterOf(token), collection, status, batches: this.#batches(id) }
  }

  async forget(status: string): Promise<void> {
    await this.#context.store.transact(async (tx) => {
      await tx.db.deleteFrom('taxii_aside').where('status', '=', status).execute()
    })
  }

  async *#batches(status: string): AsyncGenerator<readonly StixObject[]> {
    for (let after = -1; ; ) {
      const row = await this.#context.store.read.db
        .selectFrom('taxii_aside')
        .select(['batch', 'sizes', 'body'])
        .where('status', '=', status)
        .where('batch', '>', after)
        .orderBy('batch')
        .limit(1)
        .executeTakeFirst()
      if (row === undefined) return
      yield objectsOf(row.sizes, row.body)
      after = row.batch
    }
  }
}

/** Whoever posted may do nothing more by this: the right to add was looked at when the objects came. */
function posterOf(token: number): Consumer {
  return { token, tlp: 'clear', level: 0, outside: true, grants: new Map() }
}

function objectsOf(sizes: string, body: Uint8Array): readonly StixObject[] {
  const whole = zstdDecompressSync(body)
  let at = 0
  return (JSON.parse(sizes) as readonly number[]).map((size) => {
    const read = readStixObject(whole.subarray(at, at + size))
    at += size
    // It was read before it was set aside.
    if (!read.ok) throw new ConcertError('taxii-aside-broken')
    return read.value
  })
}
