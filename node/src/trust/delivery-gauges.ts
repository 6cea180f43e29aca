import { Gauge, type Registry } from 'prom-client'

/** What is told of a peer; see `PeerHealth`. */
interface Gauged {
  readonly node: string
  readonly queued: number
  readonly lagMs: number
  readonly lastReceipt: number | null
  readonly owed: number
  readonly failures: number
}

const LABELS = ['peer'] as const

/** The health of delivery to each peer, for alerts: set when metrics are asked for. */
export class DeliveryGauges {
  readonly #queued: Gauge<'peer'>
  readonly #lag: Gauge<'peer'>
  readonly #lastReceipt: Gauge<'peer'>
  readonly #owed: Gauge<'peer'>
  readonly #failures: Gauge<'peer'>

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) =>
      new Gauge({
        name: `concert_delivery_${name}`,
        help,
        labelNames: LABELS,
        registers: [registry],
      })
    this.#queued = gauge('queued', 'Envelopes and statements for a peer that have no receipt yet')
    this.#lag = gauge('lag_seconds', 'How long the oldest of them has waited')
    this.#lastReceipt = gauge(
      'last_receipt_seconds',
      'When the latest receipt of a peer came, in seconds since 1970 UTC; 0 when none has',
    )
    this.#owed = gauge('receipts_owed', 'Receipts that wait for the next parcel to a peer')
    this.#failures = gauge('failures', 'Attempts in a row that failed')
  }

  set(peers: readonly Gauged[]): void {
    for (const { node, queued, lagMs, lastReceipt, owed, failures } of peers) {
      const peer = node.slice(0, 16)
      this.#queued.set({ peer }, queued)
      this.#lag.set({ peer }, lagMs / 1000)
      this.#lastReceipt.set({ peer }, (lastReceipt ?? 0) / 1000)
      this.#owed.set({ peer }, owed)
      this.#failures.set({ peer }, failures)
    }
  }
}
