import { concat, equalBytes, hex, type Sha256, u64, unhex, utf8 } from '@concert/core'
import type { NoteKey, TreeHead } from '@concert/tlog'
import type { Reader, Store, Transaction } from '../store/store.ts'
import { LogError } from './log-error.ts'
import {
  readHighestMark,
  type WitnessMark,
  type WitnessMarkPlaces,
  writeMark,
} from './witness-mark-file.ts'

const STATE = 'witness-mark'

/** What {@link WitnessMarks.open} compares. */
export interface WitnessMarksOptions {
  readonly store: Store
  /** The witness's own key. */
  readonly key: NoteKey
  readonly places: WitnessMarkPlaces
}

/**
 * Keeps a witness from cosigning twice after its database came back from a backup. Each head that
 * it cosigns raises a count, in the transaction that stores the head; the count is written to a
 * file that no backup holds before the cosignature is handed out.
 */
export class WitnessMarks {
  readonly #options: WitnessMarksOptions
  #written: WitnessMark
  #wanted: WitnessMark
  #writing: Promise<void> | undefined

  private constructor(options: WitnessMarksOptions, mark: WitnessMark) {
    this.#options = options
    this.#written = mark
    this.#wanted = mark
  }

  /**
   * Compares the database with the file. A mark of another key is of no concern: what that key has
   * signed binds another witness.
   *
   * @throws LogError `witness-rolled-back`, `witness-mark-missing`, `witness-mark-malformed`
   */
  static async open(options: WitnessMarksOptions): Promise<WitnessMarks> {
    const { store, places, key } = options
    // The files first: they are written after the database, which can only be ahead.
    const found = await readHighestMark(places, keyName(key))
    const stored = await storedMark(store.read, key)
    if (found === undefined && stored.serial > 0) {
      throw new LogError('witness-mark-missing', { path: places.path })
    }
    if (found !== undefined && isBehind(stored, found)) {
      const [size, released] = [stored.serial, found.serial]
      throw new LogError('witness-rolled-back', { stored: size, released })
    }
    await writeMark(places, stored)
    return new WitnessMarks(options, stored)
  }

  /** Resolves when the file holds the mark or a later one. Waiters share one write. */
  async reach(mark: WitnessMark): Promise<void> {
    if (mark.serial > this.#wanted.serial) this.#wanted = mark
    while (this.#written.serial < mark.serial) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined
      })
      await this.#writing
    }
  }

  async #write(): Promise<void> {
    const mark = this.#wanted
    await writeMark(this.#options.places, mark)
    this.#written = mark
  }
}

/** Whether a witness may go on with this database, as far as anybody can tell. */
export async function canGoOn(
  reader: Reader,
  key: NoteKey,
  places: WitnessMarkPlaces,
): Promise<boolean> {
  const found = await readHighestMark(places, keyName(key))
  const stored = await storedMark(reader, key)
  return found === undefined ? stored.serial === 0 : !isBehind(stored, found)
}

/** Whether a database that holds `stored` has forgotten what `released` says was cosigned. */
function isBehind(stored: WitnessMark, released: WitnessMark): boolean {
  if (stored.key !== released.key || stored.serial > released.serial) return false
  return stored.serial < released.serial || !equalBytes(stored.chain, released.chain)
}

/** The mark of a key in the database; before the first one a mark of serial 0. */
export async function storedMark(reader: Reader, key: NoteKey): Promise<WitnessMark> {
  const query = reader.db.selectFrom('node_state').select('value').where('name', '=', STATE)
  const [of, serial, chain] = (await query.executeTakeFirst())?.value.split(' ') ?? []
  const name = keyName(key)
  if (of !== name) return { key: name, serial: 0, chain: new Uint8Array(32) }
  return { key: name, serial: Number(serial), chain: unhex(chain ?? '') ?? new Uint8Array(32) }
}

/** Counts a head that is about to be cosigned: serial one higher, chained to all before. */
export async function raiseMark(
  tx: Transaction,
  sha256: Sha256,
  key: NoteKey,
  { origin, size, root }: TreeHead & { readonly origin: string },
): Promise<WitnessMark> {
  await tx.lock(STATE)
  const last = await storedMark(tx, key)
  const head = concat(sha256(utf8(origin)), u64(size), root)
  const mark = { ...last, serial: last.serial + 1, chain: sha256(concat(last.chain, head)) }
  const value = `${mark.key} ${mark.serial} ${hex(mark.chain)}`
  await tx.db
    .insertInto('node_state')
    .values({ name: STATE, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  return mark
}

function keyName({ name, id }: NoteKey): string {
  return `${name}+${id}`
}
