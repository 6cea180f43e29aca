import {
  anyObject,
  type CryptoPort,
  canonicalBytes,
  equalBytes,
  flag,
  hex,
  hexText,
  integer,
  type JsonObject,
  literal,
  nullable,
  object,
  ok,
  type Result,
  refuse,
  type Sha256,
  sortedSet,
  text,
  time,
  unhex,
} from '@concert/core'
import { leafHash, rootOfHashes, type VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import { commitment, type Digest } from './digest.ts'
import { type SignedDocument, signDocument, signersOf } from './document.ts'
import type { Identity } from './identity.ts'
import { parseRecord, verifyRecord } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

/** TLP 2.0 labels from the widest to the strictest. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const

/** A TLP 2.0 label. */
export type Tlp = (typeof TLP_LEVELS)[number]

/** Most items that one statement carries. */
export const MAX_ITEMS: number = 10_000

const THREAD = object({
  id: nullable(hexText(32)),
  own_seq: integer(0),
  own_prev: nullable(hexText(32)),
  parents: sortedSet(hexText(32), { max: 32 }),
})

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  kind: text({ max: 40, pattern: /^[a-z]+\.[a-z]+(-[a-z]+)*$/ }),
  author: object({
    node: hexText(32),
    party: text({ max: 64, pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/ }),
    role: text({ max: 64, pattern: /^[a-z]([a-z-]*[a-z])?$/ }),
  }),
  identity: hexText(32),
  exercise: flag(),
  time: time(),
  compact: nullable(hexText(32)),
  tlp: literal(...TLP_LEVELS),
  act: anyObject(),
  content: nullable(hexText(32)),
  items_root: nullable(hexText(32)),
  thread: nullable(THREAD),
})

/** The decoded payload of a statement. */
export type StatementBody = ReturnType<typeof BODY>

/** Where a statement stands in its thread. */
export type ThreadPlace = ReturnType<typeof THREAD>

/** A parsed statement; {@link verifyStatement} says whether its author signed it. */
export interface Statement extends StatementBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Content or item as it travels beside a statement: the salt and the exact bytes. */
export interface Salted {
  readonly salt: Uint8Array
  readonly bytes: Uint8Array
}

/** What a new statement says. */
export interface StatementDraft {
  readonly kind: string
  readonly author: { readonly node: string; readonly party: string; readonly role: string }
  readonly identity: Digest
  readonly exercise: boolean
  /** RFC 3339 in UTC with milliseconds. */
  readonly time: string
  readonly compact: Digest | null
  readonly tlp: Tlp
  readonly act: object
  readonly content: Salted | null
  readonly items: readonly Salted[]
  /** In place of `items` when they are too large to be held at once: the root over them. */
  readonly itemsRoot?: Digest
  readonly thread: ThreadPlace | null
}

/** RFC 6962 root over the commitments of the items; null when there are none. */
export function itemsRoot(sha256: Sha256, items: readonly Salted[]): Digest | null {
  if (items.length === 0) return null
  return hex(rootOfHashes(sha256, itemLeaves(sha256, items)))
}

/** The leaf hashes under `items_root`: RFC 6962 leaves over the salted commitments, in order. */
export function itemLeaves(sha256: Sha256, items: readonly Salted[]): Uint8Array[] {
  return items.map(({ salt, bytes }) => leafHash(sha256, commitment(sha256, salt, bytes)))
}

/** Signs a statement. Throws RangeError for more than {@link MAX_ITEMS} items. */
export async function signStatement(
  crypto: CryptoPort,
  draft: StatementDraft,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  if (draft.items.length > MAX_ITEMS) throw new RangeError('items')
  const { content, items, itemsRoot: root, ...said } = draft
  const body = {
    ...said,
    v: 1,
    signers: signersOf(keys),
    content: content && hex(commitment(crypto.sha256, content.salt, content.bytes)),
    items_root: root ?? itemsRoot(crypto.sha256, items),
  }
  return await signDocument(crypto, 'statement', body, keys)
}

/** What stands of a statement before it is signed: its time, place and salts come then. */
export type StandingDraft = Omit<
  StatementDraft,
  'content' | 'items' | 'itemsRoot' | 'thread' | 'time'
>

/**
 * The canonical payload of a statement without items, less the fields that are set at signing: what
 * is signed has exactly these bytes once those fields are taken out of it.
 *
 * @param hasContent - whether texts go with it: then their salted digest is such a field
 */
export function standingBytes(
  draft: StandingDraft,
  hasContent: boolean,
  keys: readonly SigningKey[],
): { readonly bytes: Uint8Array; readonly later: readonly (keyof StatementBody)[] } {
  const body = { ...draft, v: 1, signers: signersOf(keys), items_root: null }
  return hasContent
    ? { bytes: canonicalBytes(body as JsonObject), later: ['content', 'thread', 'time'] }
    : { bytes: canonicalBytes({ ...body, content: null } as JsonObject), later: ['thread', 'time'] }
}

/** Parses a statement without verifying anything. @param bytes - attacker-controlled */
export function parseStatement(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Statement, RefusalCode> {
  return parseRecord(crypto, 'statement', BODY, bytes)
}

/**
 * Verifies that the identity named signed the statement.
 *
 * @param identity - the author's identity version whose digest the statement names
 * @param at - milliseconds since 1970 at which keys must hold
 */
export async function verifyStatement(
  crypto: VerifyPort,
  statement: Statement,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const signer = { field: 'author.node', node: statement.author.node, code: 'not-author' } as const
  return await verifyRecord(crypto, statement, signer, identity, at)
}

/** What travelled with a statement matches what it committed to, or `commitment-mismatch`. */
export function checkCommitments(
  sha256: Sha256,
  statement: Pick<StatementBody, 'content' | 'items_root'>,
  content: Salted | null,
  items: readonly Salted[],
): Result<null, RefusalCode> {
  if (!contentMatches(sha256, statement.content, content)) {
    return refuse('commitment-mismatch', 'content')
  }
  return itemsRoot(sha256, items) === statement.items_root
    ? ok(null)
    : refuse('commitment-mismatch', 'items')
}

function contentMatches(sha256: Sha256, expected: Digest | null, content: Salted | null): boolean {
  if (expected === null || content === null) return expected === content
  const wanted = unhex(expected)
  return wanted !== undefined && equalBytes(commitment(sha256, content.salt, content.bytes), wanted)
}

/** The texts of a statement as canonical JSON, ready to be salted. */
export function contentBytes(content: JsonObject): Uint8Array {
  return canonicalBytes(content)
}
