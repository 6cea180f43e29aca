import { once } from 'node:events'
import path from 'node:path'
import type { CryptoPort } from '@concert/core'
import { formatVkey } from '@concert/tlog'
import fastify, { type FastifyInstance } from 'fastify'
import { makePrivateFolder } from '../files/atomic-file.ts'
import { type MailboxProcessOptions, openMailbox } from '../mailbox/mailbox-process.ts'
import { MAILBOX_PREFIX } from '../mailbox/mailbox-routes.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { WITNESS_PREFIX, witnessRoutes } from './trust-routes.ts'
import { type LogLineRefusal, TrustedLogs } from './trusted-logs.ts'
import { createWitness, type Equivocation, type Witness } from './witness.ts'
import { loadWitnessSigner } from './witness-key.ts'
import { WitnessMarks } from './witness-mark.ts'

/** A witness as a server of its own. */
export interface WitnessProcessOptions {
  /** Holds `witness.db`, `watermark.json`, `witness.key` and, where there is one, `logs.txt` with a vkey a line. */
  readonly dataDir: string
  /** Port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number }
  /** Name in signature lines, such as `witness.example`. */
  readonly name: string
  /** Vkeys of logs that are witnessed beside those of `logs.txt`. */
  readonly logs: readonly string[]
  readonly crypto: CryptoPort
  /** Given when the process is to be a mailbox too. */
  readonly mailbox?: MailboxProcessOptions
  /** Told of lines of `logs.txt` and `nodes.txt` that can't be read. */
  onRefused?(refused: LogLineRefusal): void
  /** Told of every log that was caught with two trees. */
  onEquivocation?(found: Equivocation): void
  /** Told of what went wrong with a request here, such as a full disk. */
  onError?(error: unknown): void
}

/** A witness that answers. */
export interface RunningWitness {
  readonly vkey: string
  /** Submission and monitoring prefix. */
  readonly url: string
  /** Key and prefix of the mailbox, where there is one. */
  readonly mailbox?: { readonly name: string; readonly vkey: string; readonly url: string }
  close(): Promise<void>
}

/**
 * Starts a witness. `logs.txt` is read again whenever it has changed.
 *
 * @throws as `loadWitnessSigner`, `WitnessMarks.open` and `openStore` do, or the system's error when it can't listen
 */
export async function startWitness(options: WitnessProcessOptions): Promise<RunningWitness> {
  const { dataDir, listen, name, crypto } = options
  await makePrivateFolder(dataDir)
  const signer = await loadWitnessSigner({ dataDir, name, crypto, now: Date.now() })
  const store = await openStore({ kind: 'sqlite', path: path.join(dataDir, 'witness.db') })
  const app = createServer(options)
  const close = async () => {
    await app.close()
    await store.close()
  }
  try {
    const witness = await createWatchingWitness(options, store, signer)
    await app.register(witnessRoutes, { witness })
    const mailbox = options.mailbox && (await openMailbox(app, store, options, options.mailbox))
    const address = await app.listen(listen)
    return {
      vkey: formatVkey(signer.key),
      url: `${address}${WITNESS_PREFIX}`,
      ...(mailbox && { mailbox: { ...mailbox, url: `${address}${MAILBOX_PREFIX}` } }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What {@link runWitness} needs beside the witness. */
export interface RunWitnessOptions extends WitnessProcessOptions {
  /** Ends the server. */
  readonly signal: AbortSignal
  /** Told the vkey and the URL, which peers configure, once the server answers. */
  onListening(running: Pick<RunningWitness, 'vkey' | 'url' | 'mailbox'>): void
}

/** Runs a witness until the signal aborts. */
export async function runWitness(options: RunWitnessOptions): Promise<void> {
  const running = await startWitness(options)
  options.onListening(running)
  if (!options.signal.aborted) await once(options.signal, 'abort')
  await running.close()
}

function createServer({ onError, mailbox }: WitnessProcessOptions): FastifyInstance {
  // A log's requests are small, a parcel is not: whoever takes longer than this sends neither.
  const requestTimeout = mailbox ? 60_000 : 10_000
  const app = fastify({ forceCloseConnections: true, requestTimeout })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) onError?.(error)
    return reply.code(status).type('text/plain; charset=utf-8').send('refused\n')
  })
  return app
}

async function createWatchingWitness(
  { dataDir, logs, crypto, onRefused, onEquivocation }: WitnessProcessOptions,
  store: Store,
  signer: Awaited<ReturnType<typeof loadWitnessSigner>>,
): Promise<Witness> {
  const trusted = new TrustedLogs({
    sha256: crypto.sha256,
    path: path.join(dataDir, 'logs.txt'),
    always: logs,
    onRefused: (refused) => onRefused?.(refused),
  })
  await trusted.refresh()
  const places = { path: path.join(dataDir, 'watermark.json') }
  const witness = createWitness({
    store,
    crypto,
    signer,
    trustedLogs: (origin) => trusted.of(origin),
    now: () => Date.now(),
    marks: await WitnessMarks.open({ store, key: signer.key, places }),
    onEquivocation: (found) => onEquivocation?.(found),
  })
  const addCheckpoint = async (body: Uint8Array) => {
    await trusted.refresh()
    return await witness.addCheckpoint(body)
  }
  return { ...witness, addCheckpoint }
}
