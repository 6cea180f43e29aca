import {
  type Envelope,
  parseEnvelope,
  parseStatement,
  type Statement,
  verifyEnvelope,
  verifyStatement,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'

type Needs = Pick<NodeContext, 'crypto' | 'identities'>

/** Whether an envelope of a peer, and the statement that it lists, are what they are said to be. */
export async function provesSaying(
  context: Needs,
  peer: string,
  first: Uint8Array,
  second: Uint8Array | null,
): Promise<boolean> {
  const envelope = await openEnvelope(context, first)
  const statement = second && parseStatement(context.crypto, second)
  return (
    envelope?.from === peer &&
    statement?.ok === true &&
    envelope.statements.includes(statement.value.digest)
  )
}

/** Whether two envelopes stand under one number in one channel of a peer. */
export async function provesConflict(
  context: Needs,
  peer: string,
  first: Uint8Array,
  second: Uint8Array | null,
): Promise<boolean> {
  const one = await openEnvelope(context, first)
  const other = second ? await openEnvelope(context, second) : undefined
  if (!one || !other || one.digest === other.digest) return false
  const place = ({ from, to, epoch, seq }: Envelope) => `${from} ${to} ${epoch} ${seq}`
  return one.from === peer && place(one) === place(other)
}

/** Whether a peer has signed two statements at one place of a thread. */
export async function provesFork(
  context: Needs,
  peer: string,
  first: Uint8Array,
  second: Uint8Array,
): Promise<boolean> {
  const one = await openStatement(context, first)
  const other = await openStatement(context, second)
  if (!one || !other || one.digest === other.digest) return false
  return one.author.node === peer && placeOf(one) === placeOf(other)
}

function placeOf({ author, thread, digest }: Statement): string {
  return `${author.node} ${thread?.id ?? digest} ${thread?.own_seq}`
}

/** Signed by its sender; by the sender's own time, so that keys which ended since still count. */
async function openEnvelope(
  { crypto, identities }: Needs,
  bytes: Uint8Array,
): Promise<Envelope | undefined> {
  const parsed = parseEnvelope(crypto, bytes)
  if (!parsed.ok) return undefined
  const { from, identity, time } = parsed.value
  const known = await identities.version(from, identity)
  const signed = known && (await verifyEnvelope(crypto, parsed.value, known, Date.parse(time)))
  return signed?.ok ? parsed.value : undefined
}

async function openStatement(
  { crypto, identities }: Needs,
  bytes: Uint8Array,
): Promise<Statement | undefined> {
  const parsed = parseStatement(crypto, bytes)
  if (!parsed.ok) return undefined
  const { author, identity, time } = parsed.value
  const known = await identities.version(author.node, identity)
  const signed = known && (await verifyStatement(crypto, parsed.value, known, Date.parse(time)))
  return signed?.ok ? parsed.value : undefined
}
