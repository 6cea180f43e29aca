import { createHash } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import { ConcertError, hex, ok, type Result, refuse } from '@concert/core'
import {
  type AttachmentContent,
  CHUNK_BYTES,
  decodeAttachmentContent,
  encodeAttachmentContent,
  parseStatement,
  placeItems,
  type Tlp,
} from '@concert/envelope'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { say, storeOwn } from '../exchange/author.ts'
import { announce, PLACE, postLater } from '../federation/post.ts'
import { brings } from '../intel/gone.ts'
import { FILE_TYPE } from '../release/may-still-leave.ts'
import type { GateRefusal, MessageGate } from '../release/message-gate.ts'
import { whyClosed } from '../release/policy.ts'
import { type ReadIn, readIn } from './read-in.ts'
import { veil } from './vault.ts'

const KEY_BYTES = 32
const DAY_MS = 86_400_000

/** A file as the operator sees it. */
export interface AttachmentView extends AttachmentContent {
  readonly id: number
  /** Digest of the statement that offers it. */
  readonly offer: string
  readonly peer: string
  readonly direction: 'in' | 'out'
  /** open: on its way; complete: here, or receipted in full; discarded. */
  readonly state: string
  readonly size: number
  readonly chunks: number
  readonly held: number
  readonly tlp: string
  /** Milliseconds since 1970 UTC. */
  readonly added: number
}

/** Why a file is not sent. */
export type AttachmentRefusal =
  | 'no-compact'
  | 'tier-suspended'
  | 'clause-types'
  | 'not-found'
  | 'file-mismatch'
  | 'file-size'
  | GateRefusal

/** What is sent beside the bytes. */
export interface AttachmentOrder {
  readonly peer: string
  /** STIX id of an object of ours that went to the peer and names the file by its SHA-256. */
  readonly object: string
  readonly name: string
  readonly mediaType: string | null
}

/**
 * Large files: samples and captures that belong to objects which were released. Their parts travel
 * in envelopes as everything does, after everything else, and lie in quarantine where they arrive.
 */
export class AttachmentDesk {
  readonly #context: NodeContext
  readonly #compacts: Compacts
  readonly #gate: MessageGate

  constructor(context: NodeContext, compacts: Compacts, gate: MessageGate) {
    this.#context = context
    this.#compacts = compacts
    this.#gate = gate
  }

  /**
   * Sends a file that belongs to an object which the peer has from us. The desk has let that object
   * go with the SHA-256 in it, so no other bytes may follow.
   */
  async send(
    order: AttachmentOrder,
    file: AsyncIterable<Uint8Array>,
  ): Promise<Result<{ readonly offer: string; readonly chunks: number }, AttachmentRefusal>> {
    const compact = await this.#compacts.inForceWith(order.peer, 'intelligence')
    if (!compact?.digest || !compact.intelligence) return refuse(whyClosed(compact), 'peer')
    if (!compact.intelligence.types.includes(FILE_TYPE)) return refuse('clause-types', 'peer')
    const released = await this.#released(order)
    if (!released) return refuse('not-found', 'object')
    const named = await this.#mayBeNamed(order, released.tlp)
    if (!named.ok) return named
    const row = await this.#begin(order.peer)
    const max = this.#context.config.quotas.fileBytes
    const read = await readIn(this.#context, row, file, max).catch(async (error: unknown) => {
      await this.#forget(row.id)
      throw error
    })
    const isSame = read !== undefined && released.hashes.includes(read.sha256)
    if (!isSame) await this.#forget(row.id)
    if (!read) return refuse('file-size', 'file')
    if (!isSame) return refuse('file-mismatch', 'file')
    const { tlp } = released
    return ok(await this.#offer(order, { id: row.id, compact: compact.digest, tlp }, read))
  }

  /** A file's name can say what its bytes may not: it is judged as every text; another may do. */
  async #mayBeNamed({ peer, name, mediaType }: AttachmentOrder, tlp: Tlp) {
    return await this.#gate.clear(
      peer,
      { name },
      {
        kind: 'attachment.offer',
        tlp,
        labels: [],
        act: {},
        content: { name, media_type: mediaType },
        targets: [],
        noAttribution: false,
      },
      undefined,
    )
  }

  async #offer(
    { peer, object, name, mediaType }: AttachmentOrder,
    of: { readonly id: number; readonly compact: string; readonly tlp: Tlp },
    { size, sha256, commitments }: ReadIn,
  ): Promise<{ readonly offer: string; readonly chunks: number }> {
    const { crypto, store } = this.#context
    const { root, places } = placeItems(crypto.sha256, commitments)
    const chunks = commitments.length
    const bytes = encodeAttachmentContent({ object, name, media_type: mediaType, sha256 })
    const saying = {
      kind: 'attachment.offer',
      compact: of.compact,
      tlp: of.tlp,
      act: { size, chunk: CHUNK_BYTES, chunks },
      content: { salt: crypto.random(32), bytes },
      items: [],
      itemsRoot: root,
      thread: null,
    } as const
    const statement = await say(this.#context, saying)
    await store.transact(async (tx) => {
      const posted = await storeOwn(tx, this.#context, statement, saying)
      await tx.insertMany(
        'item_places',
        ['statement_id', 'position', 'path'],
        places.map(({ index, path }) => [posted.id, index, Buffer.concat(path)] as const),
      )
      const row = { statement_id: posted.id, state: 'open', size, chunks }
      await tx.db.updateTable('attachments').set(row).where('id', '=', of.id).execute()
      const envelopes = places.map(({ index: part }) => [
        { ...posted, items: 1, bytes: Math.min(CHUNK_BYTES, size - part * CHUNK_BYTES), part },
      ])
      await postLater(tx, this.#context, peer, PLACE.files, envelopes)
    })
    announce(this.#context, [peer])
    return { offer: statement.digest, chunks }
  }

  /** SHA-256 digests that the newest version of an object which went to a peer names. */
  async #released({
    peer,
    object,
  }: AttachmentOrder): Promise<
    { readonly hashes: readonly string[]; readonly tlp: Tlp } | undefined
  > {
    const row = await this.#context.store.read.db
      .selectFrom('objects')
      .innerJoin('items', 'items.object_id', 'objects.id')
      .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'items.statement_id')
      .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
      .select(['objects.body', 'objects.tlp'])
      .where('objects.stix_id', '=', object)
      .where('objects.source', '=', this.#context.own.node)
      .where('objects.retracted_by', 'is', null)
      .where('envelopes.direction', '=', 'out')
      .where('envelopes.peer', '=', peer)
      .where(brings)
      .orderBy('objects.id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) return undefined
    const { hashes } = JSON.parse(new TextDecoder().decode(row.body)) as { hashes?: JsonObject }
    const named = hashes?.['SHA-256']
    const known = typeof named === 'string' ? [named.toLowerCase()] : []
    return { hashes: known, tlp: row.tlp as Tlp }
  }

  async #begin(peer: string): Promise<{ readonly id: number; readonly secret: Uint8Array }> {
    const secret = this.#context.crypto.random(KEY_BYTES)
    const row = { statement_id: null, peer, direction: 'out', state: 'reading', secret }
    const { id } = await this.#context.store.transact(async (tx) => {
      return await tx.db
        .insertInto('attachments')
        .values({ ...row, size: 0, chunks: 0, held: 0, added: this.#context.now() })
        .returning('id')
        .executeTakeFirstOrThrow()
    })
    return { id, secret }
  }

  async #forget(id: number): Promise<void> {
    await this.#context.store.transact(async (tx) => {
      await tx.db.deleteFrom('attachment_chunks').where('attachment_id', '=', id).execute()
      await tx.db.deleteFrom('attachments').where('id', '=', id).execute()
    })
  }

  /** Takes away what a stop left half read in, and bytes that the peer has receipted in full. */
  async tidy(): Promise<void> {
    const rows = await this.#context.store.read.db
      .selectFrom('attachments')
      .select('id')
      .where('state', '=', 'reading')
      // Another process of the node may be reading one in.
      .where('added', '<', this.#context.now() - DAY_MS)
      .execute()
    for (const { id } of rows) await this.#forget(id)
    await this.#settle()
  }

  async #settle(): Promise<void> {
    const rows = await this.#context.store.read.db
      .selectFrom('attachments')
      .select(['id', 'statement_id', 'chunks'])
      .where('direction', '=', 'out')
      .where('state', '=', 'open')
      .execute()
    for (const { id, statement_id, chunks } of rows) {
      const held = await this.#receipted(statement_id ?? 0)
      await this.#context.store.transact(async (tx) => {
        const state = held === chunks ? 'complete' : 'open'
        await tx.db.updateTable('attachments').set({ held, state }).where('id', '=', id).execute()
        if (held < chunks) return
        const bodies = tx.db.updateTable('attachment_chunks').where('attachment_id', '=', id)
        await bodies.set({ body: null }).execute()
      })
    }
  }

  async #receipted(statement: number): Promise<number> {
    const row = await this.#context.store.read.db
      .selectFrom('envelope_statements')
      .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
      .select((select) => select.fn.countAll<number>().as('n'))
      .where('envelope_statements.statement_id', '=', statement)
      .where('envelopes.state', '=', 'accepted')
      .executeTakeFirst()
    return Number(row?.n ?? 0)
  }

  /** Every file, ours and peers', the newest first. */
  async list(): Promise<readonly AttachmentView[]> {
    await this.#settle()
    const rows = await this.#context.store.read.db
      .selectFrom('attachments')
      .innerJoin('statements', 'statements.id', 'attachments.statement_id')
      .select(['attachments.id', 'digest', 'content', 'peer', 'direction', 'document'])
      .select(['attachments.state', 'size', 'chunks', 'held', 'attachments.added'])
      .orderBy('attachments.id', 'desc')
      .limit(1000)
      .execute()
    return rows.flatMap(({ digest, content, document, direction, ...row }) => {
      const said = content && decodeAttachmentContent(content)
      if (!said?.ok) return []
      const statement = parseStatement(this.#context.crypto, document)
      if (!statement.ok) return []
      const { tlp } = statement.value
      const way = direction === 'in' ? ('in' as const) : ('out' as const)
      return [{ ...row, ...said.value, offer: hex(digest), direction: way, tlp }]
    })
  }

  /**
   * The bytes of a file in quarantine.
   *
   * @returns its parts, and how to tell at their end whether it is the file that was announced
   */
  async open(
    id: number,
  ): Promise<
    Result<
      { readonly view: AttachmentView; readonly parts: AsyncGenerator<Uint8Array> },
      'not-found' | 'file-incomplete'
    >
  > {
    const view = (await this.list()).find((entry) => entry.id === id)
    if (view?.direction !== 'in' || view.state === 'discarded') {
      return refuse('not-found', 'id')
    }
    if (view.state !== 'complete') return refuse('file-incomplete', 'id')
    return ok({ view, parts: this.#parts(view) })
  }

  /** Ends with an exception when the file is another than was announced. */
  async *#parts({ id, chunks, sha256 }: AttachmentView): AsyncGenerator<Uint8Array> {
    const { db } = this.#context.store.read
    const { secret } = await db
      .selectFrom('attachments')
      .select('secret')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const hash = createHash('sha256')
    for (let position = 0; position < chunks; position++) {
      const row = await db
        .selectFrom('attachment_chunks')
        .select('body')
        .where('attachment_id', '=', id)
        .where('position', '=', position)
        .executeTakeFirst()
      if (!row?.body) throw new ConcertError('file-incomplete')
      const part = veil(secret, position, row.body)
      hash.update(part)
      yield part
    }
    if (hash.digest('hex') !== sha256) throw new ConcertError('file-mismatch')
  }

  /** Throws the bytes of a peer's file away; what is still to come of it is not kept either. */
  async discard(id: number): Promise<Result<{ readonly id: number }, 'not-found'>> {
    const done = await this.#context.store.transact(async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('attachments')
        .set({ state: 'discarded', held: 0 })
        .where('id', '=', id)
        .where('direction', '=', 'in')
        .executeTakeFirst()
      await tx.db
        .deleteFrom('attachment_chunks')
        .where('attachment_id', '=', numUpdatedRows > 0n ? id : -1)
        .execute()
      return numUpdatedRows > 0n
    })
    return done ? ok({ id }) : refuse('not-found', 'id')
  }
}
