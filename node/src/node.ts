import { randomBytes } from 'node:crypto'
import { ConcertError, type CryptoPort } from '@concert/core'
import { currentSealKey } from '@concert/envelope'
import { makeIdentity, type StixObject } from '@concert/stix'
import { KEY_TYPES, makeNoteSigner } from '@concert/tlog'
import Fastify, { type FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { Accounts } from './accounts/accounts.ts'
import { AttachmentDesk } from './attachments/attachment-desk.ts'
import { removeAdminFile, writeAdminFile } from './cli/admin-file.ts'
import { readThread } from './compacts/compact-threads.ts'
import { Compacts } from './compacts/compacts.ts'
import { FoldedThreads } from './compacts/folded-threads.ts'
import type { Config, Secrets } from './config/config.ts'
import { listenToPeople } from './console/listen-to-people.ts'
import type { NodeContext } from './context.ts'
import { CourierDesk } from './courier/courier-desk.ts'
import { createNodeCrypto } from './crypto/node-crypto.ts'
import { PeopleDesk } from './directory/people-desk.ts'
import { NodeMetrics, nodeEvents } from './events.ts'
import { nodeCompression } from './federation/compression.ts'
import { Inbox } from './federation/inbox.ts'
import { Outgoing } from './federation/outgoing.ts'
import { Peers } from './federation/peers.ts'
import { PullDesk } from './federation/pull-desk.ts'
import { FeedDesk } from './feeds/feed-desk.ts'
import { requireToken } from './http/admin-auth.ts'
import { validateLazily } from './http/lazy-validation.ts'
import { nodeRoutes } from './http/node-routes.ts'
import { openapiRoute } from './http/openapi.ts'
import { publicRoutes } from './http/public-routes.ts'
import { RequestGate } from './http/request-gate.ts'
import { refuseBySchema } from './http/schema-refusal.ts'
import { tellOfChanges } from './http/tell-of-changes.ts'
import { trailRequests } from './http/trail-requests.ts'
import { KnownIdentities } from './identity/known-identities.ts'
import {
  currentKey,
  listedKeys,
  loadOwnIdentity,
  noteKeyOf,
  ownNode,
  publishIdentity,
  witnessName,
} from './identity/own-node.ts'
import { Intelligence, sha1 } from './intel/intelligence.ts'
import { RetentionDesk } from './intel/retention/retention-desk.ts'
import { SearchDesk } from './intel/search/search-desk.ts'
import type { KeySet } from './keys/key-set.ts'
import type { StoredKey } from './keys/stored-key.ts'
import { LiveHub } from './live/live-events.ts'
import { watchNews } from './live/news.ts'
import { LiveStreams } from './live/stream.ts'
import { MailDesk } from './mailbox/mail-desk.ts'
import { countAlarms } from './monitor/alarms.ts'
import { MonitorDesk } from './monitor/monitor-desk.ts'
import type { NodeParts } from './node-parts.ts'
import { OnwardDesk } from './onward/onward-desk.ts'
import { recallRelays } from './onward/relay.ts'
import { openNodeLog } from './open-node-log.ts'
import { openNodeStore } from './open-node-store.ts'
import { witnessMarkPlaces } from './operation/data-files.ts'
import { errorLine } from './operation/error-line.ts'
import { copyIdKey } from './release/copy-ids.ts'
import { Narrowing } from './release/narrowing.ts'
import { ReleaseDesk } from './release/release-desk.ts'
import { Review } from './release/review.ts'
import { CarriedObjects } from './requests/carried-objects.ts'
import { RequestDesk } from './requests/request-desk.ts'
import { type CountedStore, countCommits } from './store/count-commits.ts'
import type { Store } from './store/store.ts'
import { TaxiiDesk } from './taxii/taxii-desk.ts'
import { listenForTaxii } from './taxii/taxii-listener.ts'
import { makeTaxiiServer, taxiiRoutes } from './taxii/taxii-routes.ts'
import { peerHealth } from './trust/peer-health.ts'
import { TrustDesk } from './trust/trust-desk.ts'
import { WitnessMarks } from './trust/witness-mark.ts'
import { quorumOf, witnessPolicy } from './trust/witness-policy.ts'

export type { NodeParts } from './node-parts.ts'

/** A node that runs. */
export interface RunningNode {
  readonly parts: NodeParts
  readonly url: string
  readonly adminUrl: string
  /** Where people reach the console, when there is one. */
  readonly consoleUrl: string | undefined
  stop(): Promise<void>
}

/** What a node is started with; everything it needs is given. */
export interface NodeOptions {
  readonly config: Config
  readonly secrets: Secrets
  readonly keys: KeySet
  readonly logger?: Logger
  readonly now?: () => number
  /** What stands between the node and its store, such as one that fails; nothing without it. */
  readonly around?: (store: Store) => Store
}

/** Puts a node together and starts it: the one composition root. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const opened = await openNodeStore(options)
  const store = countCommits(options.around?.(opened) ?? opened)
  try {
    return await startOver(store, options)
  } catch (error) {
    // A start that was refused leaves no connection behind.
    await store.close()
    throw error
  }
}

async function startOver(store: CountedStore, options: NodeOptions): Promise<RunningNode> {
  const { config } = options
  const now = options.now ?? Date.now
  const logger =
    options.logger ??
    pino(
      {
        level: config.level,
        redact: ['*.secret', '*.token'],
        serializers: { err: errorLine },
      },
      pino.destination(2),
    )
  const crypto = createNodeCrypto()
  const known = await loadOwnIdentity(crypto, store)
  const keys = listedKeys(known, options.keys)
  const log = await openNodeLog({ config, crypto, store, keys, identity: known, logger, now })
  const identity =
    known ??
    (await publishIdentity(
      { crypto, store, config, keys, now: now(), submit: (tx, leaves) => log.submit(tx, leaves) },
      undefined,
    ))
  log.wake()
  // Made now, so that nothing a user does later, or fails to do, leaves it behind.
  await copyIdKey({ crypto, store })
  const metrics = new NodeMetrics()
  const hub = new LiveHub(randomBytes(6).toString('base64url'))
  const wakeable: {
    outgoing?: Outgoing
    pull?: PullDesk
    trust?: TrustDesk
    compacts?: Compacts
    requests?: RequestDesk
    narrowing?: Narrowing
    people?: PeopleDesk
  } = {}
  const context: NodeContext & { readonly store: CountedStore } = {
    config,
    crypto,
    compression: nodeCompression,
    store,
    log,
    own: ownNode(identity, keys, now()),
    identities: new KnownIdentities(crypto, store),
    compactThreads: new FoldedThreads(store.read, (reader, root, after) =>
      readThread({ crypto }, reader, root, after),
    ),
    now,
    events: nodeEvents(logger, metrics, {
      hub,
      queue: (peer) => {
        wakeable.outgoing?.wake(peer)
        wakeable.pull?.queued(peer)
      },
      threads: () => {
        wakeable.compacts?.holdSignatures().catch((err: unknown) => logger.warn({ err }, 'compact'))
        wakeable.requests?.wake()
        wakeable.people?.wake()
        // A tier may be open again for which something waits.
        wakeable.outgoing?.start().catch((err: unknown) => logger.warn({ err }, 'delivery'))
      },
      objects: () => {
        wakeable.narrowing?.round().catch((err: unknown) => logger.warn({ err }, 'narrowing'))
      },
      retractions: () => {
        const { compacts: by } = wakeable
        if (by) recallRelays(context, by).catch((err: unknown) => logger.warn({ err }, 'relay'))
      },
    }),
  }
  const peers = new Peers(context, () => {
    wakeable.trust?.refresh().catch((err: unknown) => logger.warn({ err }, 'witness'))
  })
  const outgoing = new Outgoing(context, peers)
  wakeable.outgoing = outgoing
  const compacts = new Compacts(context)
  wakeable.compacts = compacts
  const witnessing = await openOwnWitness(config, crypto, store, currentKey(keys, 'witness', now()))
  const trust = new TrustDesk(context, witnessing, logger)
  wakeable.trust = trust
  const inbox = new Inbox(context, peers)
  const pull = new PullDesk(context, peers, inbox)
  wakeable.pull = pull
  const stixIdentity = stixIdentityOf(config)
  const narrowing = new Narrowing(context, compacts)
  wakeable.narrowing = narrowing
  const release = new ReleaseDesk(context, compacts, narrowing, stixIdentity.view.id)
  const intelligence = new Intelligence(context, compacts, release)
  const carried = new CarriedObjects(context, compacts, release, stixIdentity.view.id)
  const requests = new RequestDesk(context, compacts, carried, (err) =>
    logger.warn({ err }, 'request'),
  )
  wakeable.requests = requests
  const people = new PeopleDesk(context, compacts, requests, (err) =>
    logger.warn({ err }, 'people'),
  )
  wakeable.people = people
  const parts: NodeParts = {
    context,
    peers,
    compacts,
    intelligence,
    release,
    narrowing,
    review: new Review(context, release),
    requests,
    onward: new OnwardDesk(context, release, stixIdentity.view.id),
    attachments: new AttachmentDesk(context, compacts, requests.gate),
    taxii: new TaxiiDesk(context, intelligence),
    outgoing,
    pull,
    mail: new MailDesk(context, inbox),
    courier: new CourierDesk(context, peers, inbox),
    trust,
    monitor: new MonitorDesk(context, trust),
    search: new SearchDesk(context, (err) => logger.warn({ err }, 'search')),
    retention: new RetentionDesk(context, (err) => logger.warn({ err }, 'retention')),
    feeds: new FeedDesk(context, stixIdentityOf(config).view.id, (err) =>
      logger.warn({ err }, 'feed'),
    ),
    people,
    languages: people.languages,
    metrics,
    accounts: new Accounts({
      config,
      secrets: options.secrets,
      store,
      node: context.own.node,
      now,
    }),
    hub,
    streams: new LiveStreams(hub),
    stixIdentity,
  }
  await trust.refresh()
  return await listen(parts, { inbox }, logger)
}

/** What the node needs to be a witness of its peers. */
async function openOwnWitness(config: Config, crypto: CryptoPort, store: Store, key: StoredKey) {
  const noteKey = noteKeyOf(crypto, witnessName(config), KEY_TYPES.cosignature, key)
  const places = witnessMarkPlaces(config)
  return {
    signer: makeNoteSigner(crypto, noteKey, key.secret),
    marks: await WitnessMarks.open({ store, key: noteKey, places }),
  }
}

/** Created at a fixed time, so that the same node has the same identity object for ever. */
function stixIdentityOf(config: Config): StixObject {
  const made = makeIdentity(
    {
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      tlp: 'green',
      scope: config.host,
      name: config.names.en,
      identityClass: 'organization',
    },
    sha1,
  )
  if (!made.ok) throw new ConcertError('stix-identity')
  return made.value
}

/** Where parcels come in. */
interface Doors {
  readonly inbox: Inbox
}

async function listen(parts: NodeParts, doors: Doors, logger: Logger): Promise<RunningNode> {
  const { config } = parts.context
  const open = Fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: config.limits.bodyMs,
    connectionTimeout: config.limits.bodyMs * 2,
    // An address that anybody can write into a header bounds nobody.
    trustProxy: config.listen.proxies ? [...config.listen.proxies] : false,
  })
  const gate = new RequestGate({
    perMinute: config.limits.requestsPerMinute,
    atOnce: config.limits.parcelsInFlight,
    bodyBytes: config.limits.parcelsInFlight * config.limits.parcelBytes,
    now: parts.context.now,
  })
  publicRoutes(open, { ...parts, ...doors, gate })
  await parts.trust.routes(open)
  const taxiiServer = makeTaxiiServer(parts.context, parts.taxii)
  await taxiiRoutes(open, parts.context, taxiiServer)
  const admin = Fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 0,
  })
  validateLazily(admin)
  refuseBySchema(admin)
  const token = randomBytes(32).toString('base64url')
  requireToken(admin, token)
  admin.decorateRequest('person', undefined)
  admin.decorateRequest('refusal', undefined)
  admin.decorateRequest('subject', undefined)
  admin.decorateRequest('begun', undefined)
  admin.decorateRequest('isTrailed', false)
  openapiRoute(admin)
  await admin.register(async (scope) => {
    trailRequests(scope, parts.accounts.trail, 'operator')
    tellOfChanges(scope, parts.hub)
    nodeRoutes(scope, parts, async () => '')
  })
  metricsRoute(admin, parts)
  const url = await open.listen({ host: config.listen.host, port: config.listen.port })
  const adminUrl = await admin.listen({ host: config.admin.host, port: config.admin.port })
  const people = await listenToPeople(parts)
  const taxii = await listenForTaxii(parts.context, taxiiServer)
  await writeAdminFile(config.dataDir, { url: adminUrl, token, pid: process.pid })
  await parts.outgoing.start()
  // A crash may have come between a signature and saying that it is held, or between an import and
  // taking back what it narrowed, or between a retraction and taking back our copies.
  parts.context.events.threadMoved()
  parts.context.events.imported()
  parts.context.events.retracted()
  await parts.attachments.tidy()
  parts.mail.start()
  parts.pull.start()
  parts.monitor.start()
  await parts.feeds.start()
  parts.search.start()
  await parts.retention.start()
  parts.taxii.start()
  const news = watchNews(parts)
  parts.requests.start()
  parts.people.start()
  logger.info({ url, node: parts.context.own.node }, 'node started')
  const servers = [open, admin, people, taxii].filter((each) => each !== undefined)
  return {
    parts,
    url,
    adminUrl,
    consoleUrl: config.console?.origin,
    stop: async () => {
      news.stop()
      await stopNode(parts, doors, servers, logger)
    },
  }
}

function metricsRoute(admin: FastifyInstance, parts: NodeParts): void {
  admin.get('/metrics', async (_request, reply) => {
    await setGauges(parts)
    const text = await parts.metrics.registry.metrics()
    return reply.type(parts.metrics.registry.contentType).send(text)
  })
}

async function setGauges(parts: NodeParts): Promise<void> {
  const { context, metrics } = parts
  metrics.delivery.set(await peerHealth(parts))
  const { log, store, crypto, config } = context
  const witnessed = log.witnessed()
  metrics.logSize.set(log.head().size)
  metrics.witnessedSize.set(witnessed?.size ?? 0)
  const { isMet } = quorumOf(witnessPolicy(crypto.sha256, config), witnessed?.checkpoint ?? '')
  metrics.quorumMet.set(isMet ? 1 : 0)
  const sealKey = currentSealKey(context.own.identity, context.now())
  metrics.sealKeyUntil.set(sealKey ? Date.parse(sealKey.until) / 1000 : 0)
  for (const [kind, count] of Object.entries(await countAlarms(store.read))) {
    metrics.alarms.set({ kind }, count)
  }
}

async function stopNode(
  parts: NodeParts,
  { inbox }: Doors,
  servers: readonly { close(): PromiseLike<unknown> }[],
  logger: Logger,
): Promise<void> {
  await removeAdminFile(parts.context.config.dataDir)
  inbox.stop()
  parts.streams.stop()
  await parts.pull.stop()
  await Promise.all(servers.map((server) => server.close()))
  await parts.requests.stop()
  // Together: a deliverer may be waiting for a checkpoint that the log will not make any more.
  await Promise.all([parts.feeds.stop(), parts.people.stop()])
  await Promise.all([parts.search.stop(), parts.retention.stop()])
  await parts.narrowing.stop()
  await Promise.all([parts.outgoing.stop(), parts.mail.stop(), parts.context.log.stop()])
  await parts.taxii.stop()
  await Promise.all([parts.trust.stop(), parts.monitor.stop()])
  await parts.accounts.parts.stop()
  await parts.context.store.close()
  logger.info('node stopped')
}
