import path from 'node:path'
import { ConcertError, type CryptoPort } from '@concert/core'
import { mailboxSigner } from '@concert/envelope'
import { formatVkey, KEY_TYPES, makeNoteKey } from '@concert/tlog'
import type { FastifyInstance } from 'fastify'
import type { Store } from '../store/store.ts'
import { loadOneKey } from '../trust/witness-key.ts'
import { MAILBOX_LIMITS, Mailbox, type MailboxLimits } from './mailbox.ts'
import { mailboxRoutes } from './mailbox-routes.ts'
import { type NodeLineRefusal, TrustedNodes } from './trusted-nodes.ts'

/** A mailbox beside a witness. */
export interface MailboxProcessOptions {
  /** Ids of nodes that are served beside those of `nodes.txt`. */
  readonly nodes: readonly string[]
  /** Bounds other than {@link MAILBOX_LIMITS}. */
  readonly limits?: Partial<MailboxLimits>
}

/** What a mailbox shares with the witness whose process it lives in. */
export interface MailboxHost {
  /** Holds `mailbox.key` and, where there is one, `nodes.txt`. */
  readonly dataDir: string
  /** The witness's name; the mailbox is called so with `/mailbox` after it. */
  readonly name: string
  readonly crypto: CryptoPort
  onRefused?(refused: NodeLineRefusal): void
}

/**
 * Opens a mailbox on a server that does not listen yet.
 *
 * @throws as `loadOneKey` does, and ConcertError `witness-name`
 */
export async function openMailbox(
  app: FastifyInstance,
  store: Store,
  host: MailboxHost,
  options: MailboxProcessOptions,
): Promise<{ readonly name: string; readonly vkey: string }> {
  const { dataDir, crypto } = host
  const name = `${host.name}/mailbox`
  const now = () => Date.now()
  // A key of its own: a cosigner's key signs nothing but cosignatures (tlog-cosignature).
  const stored = await loadOneKey({ dataDir, crypto, now: now() }, 'mailbox.key')
  const key = makeNoteKey(crypto.sha256, name, KEY_TYPES.note, stored.pub)
  if (!key.ok) throw new ConcertError('witness-name', { name })
  const signer = mailboxSigner(crypto, stored.pub, stored.secret)
  const nodes = new TrustedNodes({
    path: path.join(dataDir, 'nodes.txt'),
    always: options.nodes,
    onRefused: (refused) => host.onRefused?.(refused),
  })
  await nodes.refresh()
  const limits = { ...MAILBOX_LIMITS, ...options.limits }
  const isListed = (node: string) => nodes.has(node)
  const mailbox = new Mailbox({ store, crypto, name, signer, limits, isListed, now })
  await app.register(mailboxRoutes, { mailbox, nodes, limits, now })
  return { name, vkey: formatVkey(key.value) }
}
