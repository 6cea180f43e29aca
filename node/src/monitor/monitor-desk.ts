import { setTimeout as pause } from 'node:timers/promises'
import { fromUtf8, utf8 } from '@concert/core'
import type { Identity } from '@concert/envelope'
import {
  formatAddCheckpoint,
  type NoteKey,
  parseNote,
  parseVkey,
  proveConsistency,
  type TileReader,
} from '@concert/tlog'
import type { NodeContext } from '../context.ts'
import { readChannel } from '../federation/channel.ts'
import { peerTiles } from '../trust/peer-tiles.ts'
import type { TrustDesk } from '../trust/trust-desk.ts'
import { policyWitnesses, witnessPolicy } from '../trust/witness-policy.ts'
import type { View } from './compare-views.ts'
import {
  type FollowDeps,
  type FollowedLog,
  type FollowReport,
  follow,
  type Gossip,
} from './follow.ts'

/** Whoever has just started a node wants to know: the first round comes by so much sooner. */
const FIRST_SOONER = 20

interface ConfirmedPeer {
  readonly identity: Identity
  readonly key: NoteKey
  readonly url: string
}

/**
 * Follows the logs of the peers, and what others were shown of this node's own. Views that came in
 * parcels, that the log serves, that witnesses and other peers hold are compared with each other;
 * the newest one is then offered to this node's own witness, where others can compare it in turn.
 */
export class MonitorDesk {
  readonly #context: NodeContext
  readonly #trust: Pick<TrustDesk, 'witnessSeen'>
  readonly #stopping = new AbortController()
  #reports: readonly FollowReport[] = []
  #round: Promise<readonly FollowReport[]> | undefined
  #loop: Promise<void> | undefined

  constructor(context: NodeContext, trust: Pick<TrustDesk, 'witnessSeen'>) {
    this.#context = context
    this.#trust = trust
  }

  /** What the last round gave. */
  get reports(): readonly FollowReport[] {
    return this.#reports
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([this.#loop, this.#round])
  }

  /** Looks at every log now, or waits for the round under way. */
  async round(): Promise<readonly FollowReport[]> {
    this.#round ??= this.#lookAtAll().finally(() => {
      this.#round = undefined
    })
    return await this.#round
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    const { everyMs } = this.#context.config.monitor
    for (let every = everyMs / FIRST_SOONER; !signal.aborted; every = everyMs) {
      const ms = every * (0.75 + Math.random() / 2)
      await pause(ms, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      await this.round().catch(() => this.#context.events.refused('busy', undefined, 'monitor'))
    }
  }

  async #lookAtAll(): Promise<readonly FollowReport[]> {
    const peers = await this.#confirmed()
    const reports = await Promise.all([
      this.#lookAtOwn(peers),
      ...peers.map((peer) => this.#lookAt(peer, peers)),
    ])
    this.#reports = reports
    return reports
  }

  async #lookAt(peer: ConfirmedPeer, peers: readonly ConfirmedPeer[]): Promise<FollowReport> {
    const log = await this.#logOf(peer)
    const others = peers.filter((other) => other !== peer)
    const { report, newest } = await follow(this.#deps(), log, this.#gossip(others))
    if (newest && newest.checkpoint.size > 0) await this.#witness(log, newest.note)
    return report
  }

  async #lookAtOwn(peers: readonly ConfirmedPeer[]): Promise<FollowReport> {
    const { crypto, log, own } = this.#context
    const key = parseVkey(crypto.sha256, own.identity.log.vkey)
    if (!key.ok) throw new TypeError('vkey')
    const views = [{ source: 'own', note: log.head().checkpoint }]
    const tiles: TileReader = {
      readTiles: (wanted) => Promise.all(wanted.map((tile) => log.readTile(tile))),
    }
    const followed = { key: key.value, url: null, tiles, views }
    return (await follow(this.#deps(), followed, this.#gossip(peers))).report
  }

  #deps(): FollowDeps {
    const { store, crypto, now, events } = this.#context
    return { store, crypto, now, onAlarm: (...alarm) => events.alarmed(...alarm) }
  }

  #gossip(peers: readonly ConfirmedPeer[]): readonly Gossip[] {
    const { config, crypto } = this.#context
    const named = policyWitnesses(witnessPolicy(crypto.sha256, config))
    const witnesses = [...config.witnesses, ...named].map(({ name, url }) => ({ name, url }))
    const ofPeers = peers.map(({ identity, url }) => ({
      name: identity.host,
      url: `${url}${new URL(identity.endpoints.witness).pathname}`,
    }))
    const urls = new Map([...ofPeers, ...witnesses].map((entry) => [entry.url, entry]))
    return [...urls.values()]
  }

  async #logOf({ identity, key, url }: ConfirmedPeer): Promise<FollowedLog> {
    const { store } = this.#context
    const prefix = `${url}${new URL(identity.endpoints.log).pathname}`
    const channel = await readChannel(store.read, identity.node, 'in')
    const witnessed = await store.read.db
      .selectFrom('witnessed_logs')
      .select('checkpoint')
      .where('origin', '=', key.name)
      .executeTakeFirst()
    const views = [
      ...viewsOf('parcels', channel.checkpoint),
      ...viewsOf('witness', witnessed?.checkpoint ?? null),
    ]
    return { key, url: prefix, tiles: peerTiles(prefix), views }
  }

  async #confirmed(): Promise<readonly ConfirmedPeer[]> {
    const { store, crypto, identities } = this.#context
    const rows = await store.read.db
      .selectFrom('peers')
      .select(['node', 'url'])
      .where('state', '<>', 'added')
      .orderBy('host')
      .execute()
    const peers: ConfirmedPeer[] = []
    for (const { node, url } of rows) {
      const identity = await identities.current(node)
      const key = identity && parseVkey(crypto.sha256, identity.log.vkey)
      if (identity && key?.ok) peers.push({ identity, key: key.value, url })
    }
    return peers
  }

  /** Our own witness takes what was seen, so that the next one to ask is shown it. */
  async #witness({ key, tiles }: FollowedLog, text: string): Promise<void> {
    const { store, crypto } = this.#context
    const held = await store.read.db
      .selectFrom('witnessed_logs')
      .select('size')
      .where('origin', '=', key.name)
      .executeTakeFirst()
    const note = parseNote(text)
    if (!note.ok) return
    const [, sizeText = ''] = note.value.text.split('\n')
    const [oldSize, size] = [held?.size ?? 0, Number(sizeText)]
    if (size <= oldSize) return
    const proof = await proveConsistency(crypto.sha256, tiles, oldSize, size)
    if (!proof.ok) return
    await this.#trust.witnessSeen(
      utf8(formatAddCheckpoint({ oldSize, proof: proof.value, note: note.value })),
    )
  }
}

function viewsOf(source: string, note: Uint8Array | null): readonly View[] {
  const text = note && fromUtf8(note)
  return text ? [{ source, note: text }] : []
}
