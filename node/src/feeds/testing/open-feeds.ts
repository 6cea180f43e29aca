import type { NodeContext } from '../../context.ts'
import { AddressPolicy } from '../../outbound/address-policy.ts'
import { OutboundClient } from '../../outbound/outbound-client.ts'
import type { Store } from '../../store/store.ts'
import { FEED_LIMITS, type FeedLimits } from '../feed-budget.ts'
import { FeedDesk } from '../feed-desk.ts'
import { findFeed } from '../feed-rows.ts'
import type { FeedSettings } from '../feed-settings.ts'
import { readFeed } from '../read-feed.ts'

/** The STIX identity of the node whose desk it is. */
export const OWN_IDENTITY = 'identity--0f1c6f5e-31f2-5f2e-9d0a-5f2a54b0a001'

/** A desk over a store, without the rest of a node. */
export interface OpenFeeds {
  readonly desk: FeedDesk
  readonly store: Store
  /** Milliseconds that the desk's clock is ahead. */
  readonly clock: { ahead: number }
  /** Adds a feed with the settings that most tests want. */
  add(settings: Partial<FeedSettings> & Pick<FeedSettings, 'kind' | 'url'>): Promise<void>
  /** Adds, previews and enables. */
  ready(settings: Partial<FeedSettings> & Pick<FeedSettings, 'kind' | 'url'>): Promise<void>
  /** Reads a feed until so many objects were read, and is stopped then. */
  stopAfter(name: string, objects: number): Promise<void>
  /** Objects that are stored, by their order. */
  stored(): Promise<readonly Record<string, unknown>[]>
}

/** Makes a desk that may read feeds on the loopback. */
export function openFeeds(
  store: Store,
  limits: Partial<FeedLimits> = {},
  allow: readonly string[] = ['127.0.0.0/8'],
): OpenFeeds {
  const clock = { ahead: 0 }
  const now = () => Date.now() + clock.ahead
  const config = { host: 'own.example', feeds: { allow, checkMs: 5 } }
  const events = { imported: () => {} }
  const parts = { store, own: { node: 'own-node' }, config, now, events }
  const context = parts as unknown as NodeContext
  const fail = (error: unknown) => {
    throw error
  }
  const desk = new FeedDesk(context, OWN_IDENTITY, fail, { ...FEED_LIMITS, ...limits })
  const add: OpenFeeds['add'] = async (settings) => {
    const added = await desk.add({
      name: 'one',
      everySeconds: 3600,
      tlp: 'amber',
      labels: [],
      ...settings,
    })
    if (!added.ok) throw new Error(`${added.code} ${added.at}`)
  }
  return {
    desk,
    store,
    clock,
    add,
    async ready(settings) {
      await add(settings)
      const name = settings.name ?? 'one'
      await store.transact(async ({ db }) => {
        await db.updateTable('feeds').set({ previewed: 1 }).where('name', '=', name).execute()
      })
      await desk.enable(name, true)
    },
    async stopAfter(name, objects) {
      const client = new OutboundClient(new AddressPolicy(allow))
      const { fetch } = client
      const stop = new AbortController()
      const whole = { ...FEED_LIMITS, ...limits }
      const deps = { context, ownIdentity: OWN_IDENTITY, fetch, limits: whole, random: Math.random }
      const feed = await findFeed(store.read, name)
      if (feed === undefined) throw new Error(name)
      await readFeed(deps, feed, stop.signal, ({ read }) => {
        if (read >= objects) stop.abort(new Error('stopped'))
      })
      client.close()
    },
    async stored() {
      const rows = await store.read.db.selectFrom('objects').select('body').orderBy('id').execute()
      return rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)))
    },
  }
}
