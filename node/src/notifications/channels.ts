import type { NodeContext } from '../context.ts'

/** How one channel does: e-mail, or one webhook. */
export interface ChannelHealth {
  readonly channel: 'email' | 'webhook'
  /** Host of the mail server, or name of the webhook. */
  readonly name: string
  readonly waiting: number
  readonly sent: number
  readonly givenUp: number
  /** When it last took something, RFC 3339. */
  readonly lastSent: string | null
  /** Why the latest attempt that failed did, of what still waits or was given up. */
  readonly code: string | null
}

type Needs = Pick<NodeContext, 'store' | 'config'>

/** The channels that the configuration names, each with what has become of what went its way. */
export async function channelHealth({ store, config }: Needs): Promise<readonly ChannelHealth[]> {
  const { smtp, webhooks = [] } = config.notifications ?? {}
  const rows = await store.read.db
    .selectFrom('notice_outbox')
    .select(({ fn }) => [
      'channel',
      'target',
      'state',
      fn.countAll<number | string>().as('n'),
      fn.max('settled').as('settled'),
      fn.max('code').as('code'),
    ])
    .groupBy(['channel', 'target', 'state'])
    .execute()
  const healthOf = (channel: ChannelHealth['channel'], name: string): ChannelHealth => {
    // E-mail goes by one server to many contacts, a webhook is its own target.
    const own = rows.filter((row) => {
      return row.channel === channel && (channel === 'email' || row.target === name)
    })
    const thoseIn = (state: string) => own.filter((row) => row.state === state)
    const count = (state: string) => thoseIn(state).reduce((sum, { n }) => sum + Number(n), 0)
    const last = Math.max(0, ...thoseIn('sent').map(({ settled }) => Number(settled)))
    const failed = [...thoseIn('waiting'), ...thoseIn('given-up')]
    return {
      channel,
      name,
      waiting: count('waiting'),
      sent: count('sent'),
      givenUp: count('given-up'),
      lastSent: last === 0 ? null : new Date(last).toISOString(),
      code: failed.find(({ code }) => code !== null)?.code ?? null,
    }
  }
  return [
    ...(smtp ? [healthOf('email', smtp.host)] : []),
    ...webhooks.map(({ name }) => healthOf('webhook', name)),
  ]
}
