import { type CarriedStatement, parseReceipt } from '@concert/envelope'
import { Forge, type Forged } from '@concert/node/testing/forge'
import { placeInCompact, tellOtherHistory } from '@concert/node/testing/liar'
import type { Agreed } from './agree.ts'
import { COMPACT, exchange, Forgeries, tampered, unlessCut } from './forgeries.ts'
import type { Random } from './random.ts'
import { MALICIOUS, type World } from './world.ts'

/** Bad deeds that leave the pair as it was, and how likely each is. */
const WEIGHTS = {
  forge: 3,
  overshare: 4,
  'wrong-type': 2,
  'mix-exercise': 1,
  tamper: 2,
  'take-back-others': 2,
  'pass-on': 2,
  replay: 3,
  flood: 2,
  'other-history': 1,
}

/** What the malicious side can do. */
export type Deed = keyof typeof WEIGHTS | 'fork' | 'conflict' | 'withhold'

/** A deed and how it must be named in the end. */
export interface Done {
  readonly deed: Deed
  readonly target: number
  /** Kind and code of the breach that the target must name; null when it leaves no signed trace. */
  readonly named: { readonly kind: string; readonly code: string | null } | null
}

/** How often a parcel is made again when the logs have moved on. */
const TRIES = 50

/** A parcel that was taken, and the receipt for it. */
interface Sent {
  readonly parcel: Uint8Array
  readonly receipt: Uint8Array
}

/** The side that keeps no rule. */
export class Malice {
  readonly #world: World
  readonly #random: Random
  readonly #agreed: Agreed
  readonly #forgeries: Forgeries
  readonly #done: Done[] = []
  /** Domains that it has shared as it may, and with whom: each must be there once. */
  readonly #shared: { readonly target: number; readonly domain: string }[] = []
  #made = 0

  constructor(world: World, random: Random, agreed: Agreed) {
    this.#world = world
    this.#random = random
    this.#agreed = agreed
    this.#forgeries = new Forgeries(world, random, agreed)
  }

  get done(): readonly Done[] {
    return this.#done
  }

  get shared(): readonly { readonly target: number; readonly domain: string }[] {
    return this.#shared
  }

  /** One deed against a partner that runs, or nothing when none does. @returns which */
  async step(): Promise<Deed | undefined> {
    const target = this.#target()
    if (target === undefined) return undefined
    const deed = this.#random.weighted(WEIGHTS)
    const named = await this.#do(deed, target)
    if (named === undefined) return undefined
    this.#done.push({ deed, target, named })
    return deed
  }

  #target(): number | undefined {
    if (!this.#world.party(MALICIOUS).running) return undefined
    const partners = this.#world.partnersOf(MALICIOUS)
    const running = partners.filter((index) => this.#world.party(index).running)
    return running.length > 0 ? this.#random.pick(running) : undefined
  }

  #forge(target: number): Forge {
    return new Forge(this.#world.node(MALICIOUS), this.#world.node(target))
  }

  async #do(deed: keyof typeof WEIGHTS, target: number): Promise<Done['named'] | undefined> {
    const forge = this.#forge(target)
    const refused = (code: string | null) => ({ kind: 'refused', code })
    switch (deed) {
      case 'forge':
        await this.#send(forge, await this.#forgeries.inNameOf(forge, target))
        return refused('statement-signature')
      case 'overshare':
        await this.#send(forge, await this.#forgeries.share(forge, 'red', 'plain'))
        return refused('tlp-exceeded')
      case 'wrong-type':
        await this.#send(forge, await this.#forgeries.share(forge, 'green', 'barred'))
        return refused('clause-types')
      case 'mix-exercise':
        await this.#send(forge, await this.#forgeries.share(forge, 'green', 'plain', true))
        return refused('exercise-mixed')
      case 'tamper':
        await this.#send(forge, tampered(await this.#forgeries.share(forge, 'green', 'plain')))
        return refused('commitment-mismatch')
      case 'take-back-others':
        await this.#send(forge, await this.#forgeries.retraction(forge, target))
        return refused('not-author')
      case 'pass-on':
        return await this.#passOn(forge, target)
      case 'replay':
        return await this.#replay(forge, target)
      case 'flood':
        return await this.#flood(forge, target)
      case 'other-history':
        return await this.#otherHistory(target)
    }
  }

  async #send(forge: Forge, statement: Forged): Promise<void> {
    await this.#received(forge, () => forge.parcel([statement]))
  }

  /** Sends until there is a receipt: meanwhile the logs of the two may have moved on. @returns what was sent */
  async #received(forge: Forge, make: () => Promise<Uint8Array>): Promise<Sent> {
    for (let i = 0; i < TRIES; i++) {
      const parcel = await make()
      const [receipt] = (await exchange(forge, parcel))?.receipts ?? []
      if (receipt) return { parcel, receipt: receipt.bytes }
    }
    throw new Error('a forged parcel gets no receipt')
  }

  /** Shows the target what a third side has shared with the malicious one alone. */
  async #passOn(forge: Forge, target: number): Promise<Done['named'] | undefined> {
    const { store } = this.#world.node(MALICIOUS).parts.context
    const author = this.#world.party(this.#forgeries.other(target)).id
    const row = await store.read.db
      .selectFrom('statements')
      .select(['id', 'digest', 'document'])
      .where('author', '=', author)
      .where('kind', '=', 'intel.share')
      .where('refused', 'is', null)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) return undefined
    const items = await store.read.db
      .selectFrom('items')
      .innerJoin('objects', 'objects.id', 'items.object_id')
      .select(['items.salt', 'objects.body as bytes'])
      .where('items.statement_id', '=', row.id)
      .orderBy('items.position')
      .execute()
    const carried: CarriedStatement = { bytes: row.document, content: null, items, withheld: null }
    await this.#send(forge, { digest: Buffer.from(row.digest).toString('hex'), carried })
    return { kind: 'refused', code: null }
  }

  /** Something that it may send, and the same bytes again and again. */
  async #replay(forge: Forge, target: number): Promise<Done['named']> {
    const domain = `replayed-${this.#made++}.example`
    const share = await this.#forgeries.share(forge, 'green', 'plain', false, domain)
    const { parcel, receipt } = await this.#received(forge, () => forge.parcel([share]))
    const again = await exchange(forge, parcel)
    const other = (again?.receipts ?? []).filter(
      ({ bytes }) => Buffer.compare(bytes, receipt) !== 0,
    )
    if (other.length > 0) throw new Error('a replay got another receipt')
    const read = parseReceipt(this.#world.node(target).parts.context.crypto, receipt)
    // Refused while the tier was closed.
    if (read.ok && read.value.disposition === 'accepted') this.#shared.push({ target, domain })
    return null
  }

  /** Bytes that are no parcels, many at once; nothing in them is signed. */
  async #flood(forge: Forge, target: number): Promise<Done['named']> {
    const { metrics, context } = this.#world.node(target).parts
    const count = 60
    const before = await sumOf(metrics.refused)
    await Promise.all(
      Array.from({ length: count }, (_, i) =>
        forge.post(context.crypto.random(200 + 50 * i)).catch(() => undefined),
      ),
    )
    const noticed = (await sumOf(metrics.refused)) - before
    if (noticed < count / 2) throw new Error(`of ${count} bad parcels ${noticed} were counted`)
    return null
  }

  async #otherHistory(target: number): Promise<Done['named'] | undefined> {
    const { setup } = this.#world.party(MALICIOUS)
    const liar = this.#world.node(MALICIOUS)
    const status = await unlessCut(tellOtherHistory(liar, setup.keys, this.#world.node(target)))
    return status === 422 ? { kind: 'two-histories', code: null } : undefined
  }

  /** Two suspensions at one place of the thread, one for each partner. */
  async fork(): Promise<void> {
    const compact = this.#agreed[COMPACT] ?? ''
    const place = await placeInCompact(this.#world.node(MALICIOUS), compact)
    if (!place) throw new Error('no thread')
    const from = new Date(Date.now()).toISOString()
    for (const [i, target] of this.#world.partnersOf(MALICIOUS).entries()) {
      const forge = this.#forge(target)
      const reason = i === 0 ? 'incident' : 'policy'
      const act = { compact, tier: 'requests', from, reason }
      const statement = await forge.statement({
        kind: 'compact.suspend',
        tlp: 'amber',
        act,
        thread: place,
      })
      await this.#send(forge, statement)
      this.#done.push({ deed: 'fork', target, named: { kind: 'fork', code: null } })
    }
  }

  /** Two envelopes under one number: the pair is frozen by it. */
  async conflict(target: number): Promise<void> {
    const forge = this.#forge(target)
    const claims = await forge.next()
    const [one, other] = [
      await this.#forgeries.share(forge, 'green', 'plain'),
      await this.#forgeries.share(forge, 'green', 'plain'),
    ]
    await this.#received(forge, () => forge.parcel([one], claims))
    const { peers } = this.#world.node(target).parts
    const liar = this.#world.party(MALICIOUS).id
    for (let i = 0; i < TRIES && (await peers.state(liar)) !== 'frozen'; i++) {
      await exchange(forge, await forge.parcel([other], claims))
    }
    this.#done.push({ deed: 'conflict', target, named: { kind: 'conflict', code: null } })
  }

  /** Answers one partner no more. */
  withhold(target: number): void {
    this.#world.link(target, MALICIOUS).setDown(true)
    this.#done.push({ deed: 'withhold', target, named: { kind: 'silence', code: null } })
  }
}

async function sumOf(counter: {
  get(): Promise<{ values: { value: number }[] }>
}): Promise<number> {
  const { values } = await counter.get()
  return values.reduce((sum, { value }) => sum + value, 0)
}
