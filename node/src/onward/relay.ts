import { canonicalBytes, type JsonObject } from '@concert/core'
import { type Identity, TLP_LEVELS } from '@concert/envelope'
import { readStixObject, referencesOf, type StixObject, tlpOfMarking } from '@concert/stix'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import { insertOwnObjects } from '../intel/own-objects.ts'
import { retractRows } from '../intel/retract.ts'
import { lockVersions } from '../intel/versions.ts'
import { derive, uuidOf } from '../release/decide/derive.ts'
import { deriveSettings } from '../release/share-run.ts'
import type { Transaction } from '../store/store.ts'
import { type Candidate, nextCandidates } from './candidates.ts'
import type { OnwardProgress } from './progress.ts'

const AT_ONCE = 500

/**
 * Makes copies of ours of what others gave us, where the compact allows relaying without naming who
 * wrote it: another id, no times finer than we let out, nothing that refers elsewhere. They are
 * released like any object of ours. What names its author in its text stays.
 *
 * @param from - only what this author made
 */
export async function relayAnonymously(
  context: NodeContext,
  ownIdentity: string,
  from: string | undefined,
): Promise<OnwardProgress> {
  const wanted = { peer: null, tlp: 'green', from } as const
  let [done, skipped, after] = [0, 0, 0]
  for (;;) {
    const batch = await nextCandidates(context, wanted, after, AT_ONCE)
    const last = batch.at(-1)
    if (!last) break
    after = last.id
    const copies = await copiesOf(context, ownIdentity, batch)
    await storeCopies(context, copies)
    done += copies.length
    skipped += batch.length - copies.length
  }
  if (done > 0) context.events.imported()
  return { done, skipped }
}

interface Copy {
  readonly original: number
  readonly object: StixObject
}

async function copiesOf(
  context: NodeContext,
  ownIdentity: string,
  batch: readonly Candidate[],
): Promise<readonly Copy[]> {
  const settings = deriveSettings(context, ownIdentity)
  const copies: Copy[] = []
  for (const { id: original, author, body } of batch) {
    const object = JSON.parse(new TextDecoder().decode(body)) as JsonObject
    const ids = new Map([
      [uuidOf(String(object.id)), settings.newId(String(object.type)).slice(-36)],
    ])
    const copy = isAlone(object) ? derive(object, ids, settings) : undefined
    const read = copy && readStixObject(canonicalBytes(copy))
    const names = namesOf(await context.identities.current(author), author)
    if (!read?.ok || names.some((name) => mentions(read.value.bytes, name))) continue
    if (TLP_LEVELS.indexOf(read.value.view.tlp) > TLP_LEVELS.indexOf('green')) continue
    copies.push({ original, object: read.value })
  }
  return copies
}

/** Whether an object refers to nothing but its creator, whom the copy does not name, and markings. */
function isAlone(object: JsonObject): boolean {
  return referencesOf(object).every(
    (id) => id === object.created_by_ref || tlpOfMarking(id) !== undefined,
  )
}

function namesOf(identity: Identity | undefined, node: string): readonly string[] {
  if (!identity) return [node]
  return [node, identity.host, identity.names.en, identity.names.zh]
}

function mentions(bytes: Uint8Array, name: string): boolean {
  return new TextDecoder().decode(bytes).toLowerCase().includes(name.toLowerCase())
}

async function storeCopies(context: NodeContext, copies: readonly Copy[]): Promise<void> {
  if (copies.length === 0) return
  const { store, own, now } = context
  await store.transact(async (tx) => {
    const objects = copies.map(({ object }) => object)
    const { first } = await insertOwnObjects(tx, { node: own.node, objects, now: now() })
    await tx.insertMany(
      'relays',
      ['object_id', 'copy_id'],
      copies.map(({ original }, i) => [original, first + i] as const),
    )
  })
}

/**
 * Takes back the copies of what its author has taken back. It may be called at any time: what was
 * done is not done twice.
 */
export async function recallRelays(
  context: NodeContext,
  compacts: Pick<Compacts, 'lastWith'>,
): Promise<void> {
  const done = await context.store.transact(async (tx) => {
    await lockVersions(tx)
    const rows = await tx.db
      .selectFrom('relays')
      .innerJoin('objects as original', 'original.id', 'relays.object_id')
      .innerJoin('objects as copy', 'copy.id', 'relays.copy_id')
      .select(['copy.id', 'original.retracted_by'])
      .where('original.retracted_by', 'is not', null)
      .where('copy.retracted_by', 'is', null)
      .execute()
    const ids = rows.map(({ id }) => id)
    const retracted = await retractRows(tx, context, compacts, ids, 'superseded')
    for (const { id, retracted_by } of rows) {
      // One that went to nobody is not to go any more.
      const copy = tx.db.updateTable('objects').set({ retracted_by }).where('id', '=', id)
      await copy.where('retracted_by', 'is', null).execute()
    }
    return retracted.peers.concat(await recallDeleted(tx, context, compacts))
  })
  announce(context, done)
}

/** The same of what was deleted here when its time was over: others may hold it still. */
async function recallDeleted(
  tx: Transaction,
  context: NodeContext,
  compacts: Pick<Compacts, 'lastWith'>,
): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('relays')
    .innerJoin('expired_objects', 'expired_objects.id', 'relays.object_id')
    .select('relays.copy_id')
    .where('expired_objects.retracted_by', 'is not', null)
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ copy_id }) => copy_id)
  const { peers } = await retractRows(tx, context, compacts, ids, 'superseded')
  await tx.db.deleteFrom('relays').where('copy_id', 'in', ids).execute()
  return peers
}
