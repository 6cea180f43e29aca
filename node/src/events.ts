import type { Logger } from 'pino'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { NodeEvents } from './context.ts'

/** Counters of a node; one registry each, so that two nodes in one process do not mix. */
export class NodeMetrics {
  readonly registry: Registry = new Registry()
  readonly refused: Counter<'code'>
  readonly items: Counter<'peer' | 'direction'>
  readonly envelopes: Counter<'peer' | 'direction'>
  readonly failures: Counter<'peer' | 'code'>
  readonly logSize: Gauge

  constructor() {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry })
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
    this.logSize = new Gauge({
      name: 'concert_log_size',
      help: 'Leaves in the transparency log',
      registers,
    })
  }
}

/** One event, one log line and one counter; the queue is woken where that is what it means. */
export function nodeEvents(
  logger: Logger,
  metrics: NodeMetrics,
  wake: (peer: string) => void,
): NodeEvents {
  const short = (peer: string) => peer.slice(0, 16)
  return {
    queued: wake,
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
    frozen(peer, code) {
      logger.error({ peer: short(peer), code }, 'pair frozen until safety numbers are compared')
    },
  }
}
