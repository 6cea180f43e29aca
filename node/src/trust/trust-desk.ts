import { type NoteKey, type NoteSigner, parseVkey } from '@concert/tlog'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { NodeContext } from '../context.ts'
import { StaticFiles } from './static-files.ts'
import { logRoutes, witnessRoutes } from './trust-routes.ts'
import { createWitness, WITNESS_SOURCE, type Witness } from './witness.ts'
import { WITNESS_ALARMS } from './witness-alarm.ts'
import type { WitnessMarks } from './witness-mark.ts'
import { policyWitnesses, witnessPolicy } from './witness-policy.ts'
import { type WitnessConfig, Witnessing } from './witnessing.ts'

/**
 * What the node does about trust besides its own log: it witnesses its peers' logs and has its own
 * cosigned by the configured witnesses and by its peers.
 */
export class TrustDesk {
  readonly #context: NodeContext
  readonly #witness: Witness
  readonly #witnessing: Witnessing
  readonly #files: StaticFiles | undefined
  #peerLogs: ReadonlyMap<string, readonly NoteKey[]> = new Map()

  constructor(
    context: NodeContext,
    { signer, marks }: { readonly signer: NoteSigner; readonly marks: WitnessMarks },
    logger: Logger,
  ) {
    this.#context = context
    const { store, crypto, now, log, own } = context
    this.#witness = createWitness({
      store,
      crypto,
      signer,
      marks,
      trustedLogs: (origin) => this.#peerLogs.get(origin) ?? [],
      now,
      onEquivocation: ({ origin }) => context.events.alarmed('split-view', origin, WITNESS_SOURCE),
    })
    const logKey = parseVkey(crypto.sha256, own.identity.log.vkey)
    if (!logKey.ok) throw new TypeError('vkey')
    this.#witnessing = new Witnessing({
      log,
      store,
      crypto,
      logKey: logKey.value,
      now,
      onAlarm: ({ kind, witness }) => {
        context.events.alarmed(kind, log.origin, witness)
        logger.error({ witness }, WITNESS_ALARMS[kind][context.config.lang])
      },
      onError: (err) => logger.warn({ err }, 'witness'),
    })
    const folder = context.config.log.files
    const onError = (err: unknown) => logger.error({ err }, 'log files')
    this.#files = folder === undefined ? undefined : new StaticFiles({ log, folder, onError })
  }

  /** Reads the peers anew: whose logs are witnessed here, who is asked to witness ours. */
  async refresh(): Promise<void> {
    const rows = await this.#context.store.read.db
      .selectFrom('peers')
      .select(['node', 'url'])
      .where('state', '=', 'confirmed')
      .execute()
    const logs = new Map<string, readonly NoteKey[]>()
    const witnesses: WitnessConfig[] = [...this.#context.config.witnesses]
    for (const { node, url } of rows) {
      const identity = await this.#context.identities.current(node)
      if (!identity) continue
      const key = parseVkey(this.#context.crypto.sha256, identity.log.vkey)
      if (key.ok) logs.set(identity.log.origin, [key.value])
      const path = new URL(identity.endpoints.witness).pathname
      witnesses.push({ ...identity.witness, url: `${url}${path}` })
    }
    this.#peerLogs = logs
    const policy = witnessPolicy(this.#context.crypto.sha256, this.#context.config)
    const named = new Set(witnesses.map(({ name }) => name))
    const besides = policyWitnesses(policy).filter(({ name }) => !named.has(name))
    await this.#witnessing.setWitnesses([...witnesses, ...besides], policy)
  }

  /** Has this node's own witness take a peer's checkpoint that came here in another way. */
  async witnessSeen(body: Uint8Array): Promise<void> {
    await this.#witness.addCheckpoint(body)
  }

  /** Serves the log and the witness on the public listener. */
  async routes(app: FastifyInstance): Promise<void> {
    const { log } = this.#context
    await app.register(logRoutes, { log })
    await app.register(witnessRoutes, { witness: this.#witness })
  }

  async stop(): Promise<void> {
    await Promise.all([this.#witnessing.stop(), this.#files?.stop()])
  }
}
