import type { Logger } from 'pino'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { NodeEvents } from './context.ts'
import { type LiveHub, tellingHub } from './live/live-events.ts'
import { DeliveryGauges } from './trust/delivery-gauges.ts'

/** Counters of a node; one registry each, so that two nodes in one process do not mix. */
export class NodeMetrics {
  readonly registry: Registry = new Registry()
  readonly refused: Counter<'code'>
  readonly items: Counter<'peer' | 'direction'>
  readonly envelopes: Counter<'peer' | 'direction'>
  readonly failures: Counter<'peer' | 'code'>
  readonly tenders: Counter<'mailbox'>
  readonly mailboxFailures: Counter<'mailbox' | 'code'>
  readonly expired: Counter<'compact'>
  readonly alarms: Gauge<'kind'>
  readonly glassBroken: Counter
  readonly noticeFailures: Counter<'channel' | 'code'>
  readonly logSize: Gauge
  readonly witnessedSize: Gauge
  readonly quorumMet: Gauge
  readonly sealKeyUntil: Gauge
  readonly delivery: DeliveryGauges

  constructor() {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry })
    this.delivery = new DeliveryGauges(this.registry)
    this.refused = new Counter({
      name: 'concert_parcels_refused_total',
      help: 'Parcels refused before anything changed, by code',
      labelNames: ['code'],
      registers,
    })
    this.items = new Counter({
      name: 'concert_items_total',
      help: 'Items exchanged, by peer and direction',
      labelNames: ['peer', 'direction'],
      registers,
    })
    this.envelopes = new Counter({
      name: 'concert_envelopes_total',
      help: 'Envelopes with a receipt, by peer and direction',
      labelNames: ['peer', 'direction'],
      registers,
    })
    this.failures = new Counter({
      name: 'concert_delivery_failures_total',
      help: 'Attempts to deliver that failed, by peer and code',
      labelNames: ['peer', 'code'],
      registers,
    })
    this.tenders = new Counter({
      name: 'concert_tenders_total',
      help: 'Parcels left with a mailbox for silent peers, by mailbox',
      labelNames: ['mailbox'],
      registers,
    })
    this.mailboxFailures = new Counter({
      name: 'concert_mailbox_failures_total',
      help: 'Rounds in which a mailbox could not be used, by mailbox and code',
      labelNames: ['mailbox', 'code'],
      registers,
    })
    this.glassBroken = new Counter({
      name: 'concert_release_glass_broken_total',
      help: 'Objects that one person has let go past the rules of the release desk',
      registers,
    })
    this.noticeFailures = new Counter({
      name: 'concert_notice_failures_total',
      help: 'Attempts to send a notice that failed, by channel and code',
      labelNames: ['channel', 'code'],
      registers,
    })
    this.expired = new Counter({
      name: 'concert_retention_deleted_total',
      help: 'Objects of others deleted when the days of their compact were over, by compact',
      labelNames: ['compact'],
      registers,
    })
    this.alarms = new Gauge({
      name: 'concert_alarms',
      help: 'Alarms kept, by kind; proofs of misbehaviour are among them',
      labelNames: ['kind'],
      registers,
    })
    this.witnessedSize = new Gauge({
      name: 'concert_log_witnessed_size',
      help: 'Leaves under the newest checkpoint with cosignatures',
      registers,
    })
    this.quorumMet = new Gauge({
      name: 'concert_log_quorum_met',
      help: '1 when that checkpoint has the quorum that the configuration asks for',
      registers,
    })
    this.sealKeyUntil = new Gauge({
      name: 'concert_seal_key_until_seconds',
      help: 'Until when peers can seal to this node, in seconds since 1970 UTC; 0 when they no longer can',
      registers,
    })
    this.logSize = new Gauge({
      name: 'concert_log_size',
      help: 'Leaves in the transparency log',
      registers,
    })
  }
}

/** Whom an event sets to work. */
export interface Wakes {
  /** A peer's queue has something to deliver. */
  readonly queue: (peer: string) => void
  /** A thread may ask for an answer that needs no person. */
  readonly threads: () => void
  /** New versions of our own objects may be seen by fewer. */
  readonly objects: () => void
  /** Who listens at the console. */
  readonly hub: LiveHub
  /** Copies of what its author has taken back may be here. */
  readonly retractions: () => void
}

/** One event, one log line and one counter; who has work now is woken, who listens is told. */
export function nodeEvents(logger: Logger, metrics: NodeMetrics, wakes: Wakes): NodeEvents {
  return tellingHub(notedEvents(logger, metrics, wakes), wakes.hub)
}

function notedEvents(logger: Logger, metrics: NodeMetrics, wakes: Wakes): NodeEvents {
  const short = (peer: string) => peer.slice(0, 16)
  return {
    queued: wakes.queue,
    threadMoved: wakes.threads,
    imported: wakes.objects,
    retracted: wakes.retractions,
    expired(compact, objects) {
      metrics.expired.inc({ compact: short(compact) }, objects)
      logger.info({ compact: short(compact), objects }, 'deleted, its time was over')
    },
    refused(code, peer, at) {
      metrics.refused.inc({ code })
      logger.warn({ code, peer: peer && short(peer), at }, 'parcel refused')
    },
    received(peer, envelopes, items) {
      metrics.envelopes.inc({ peer: short(peer), direction: 'in' }, envelopes)
      metrics.items.inc({ peer: short(peer), direction: 'in' }, items)
      logger.info({ peer: short(peer), envelopes, items }, 'received')
    },
    settled(peer, envelopes, items) {
      metrics.envelopes.inc({ peer: short(peer), direction: 'out' }, envelopes)
      metrics.items.inc({ peer: short(peer), direction: 'out' }, items)
      logger.info({ peer: short(peer), envelopes, items }, 'receipted')
    },
    deliveryFailed(peer, code) {
      metrics.failures.inc({ peer: short(peer), code })
      logger.warn({ peer: short(peer), code }, 'delivery failed, will be tried again')
    },
    tendered(peer, mailbox, parcels) {
      metrics.tenders.inc({ mailbox }, parcels)
      logger.warn({ peer: short(peer), mailbox, parcels }, 'peer silent, tendered by a mailbox')
    },
    mailboxFailed(mailbox, code) {
      metrics.mailboxFailures.inc({ mailbox, code })
      logger.warn({ mailbox, code }, 'mailbox failed, will be tried again')
    },
    taxiiFailed(error) {
      logger.error({ err: error }, 'taxii server failed')
    },
    alarmed(kind, origin, source) {
      logger.error({ alarm: kind, origin, source }, 'alarm: see concert monitor')
    },
    glassBroken(peer, actor, objects) {
      metrics.glassBroken.inc(objects)
      logger.error({ peer: short(peer), actor, objects }, 'glass broken: see concert release audit')
    },
    noticeFailed(channel, code, isOver) {
      metrics.noticeFailures.inc({ channel, code })
      if (isOver) logger.error({ channel, code }, 'notice given up')
      else logger.warn({ channel, code }, 'notice failed, will be tried again')
    },
    frozen(peer, code) {
      logger.error({ peer: short(peer), code }, 'pair frozen until safety numbers are compared')
    },
  }
}
