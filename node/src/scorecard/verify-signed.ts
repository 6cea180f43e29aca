import {
  type CryptoPort,
  type Decoder,
  decode,
  hex,
  list,
  literal,
  object,
  ok,
  parseCanonical,
  type Result,
  refuse,
  text,
  unbase64,
  utf8,
} from '@concert/core'
import {
  type Identity,
  parseStatement,
  type RefusalCode,
  type Statement,
  verifyIdentity,
  verifyStatement,
} from '@concert/envelope'
import { decodeScorecardAct, isScorecardKind } from '@concert/threads'

/** Largest signed scorecard that is read. */
const MAX_SCORECARD_BYTES = 4 << 20

const FILE = object({
  v: literal(1),
  card: text({ max: 2_000_000 }),
  statements: list(text({ max: 200_000 }), { min: 1, max: 2 }),
  identities: list(text({ max: 200_000 }), { min: 2, max: 200 }),
})

/** What a signed scorecard proves: who signed these very numbers. */
export interface SignedScorecard {
  /** The card as it was computed, canonical JSON. */
  readonly card: string
  readonly digest: string
  /** Node ids of the parties whose signature is under this card's digest. */
  readonly signedBy: readonly string[]
}

/**
 * Verifies a signed scorecard offline: identity chains, signatures, and that what they sign is the
 * card in the file.
 *
 * @param bytes - attacker-controlled
 * @param trusted - node ids that the reader knows; everybody else's word counts for nothing
 * @param at - milliseconds since 1970 at which keys must hold
 */
export async function verifySignedScorecard(
  crypto: CryptoPort,
  bytes: Uint8Array,
  trusted: ReadonlySet<string>,
  at: number,
): Promise<Result<SignedScorecard, RefusalCode>> {
  const parsed = bytes.length > MAX_SCORECARD_BYTES ? undefined : parseCanonical(bytes)
  const file = parsed?.ok ? decode(FILE as Decoder<ReturnType<typeof FILE>>, parsed.value) : parsed
  if (!file?.ok) return refuse('malformed', 'scorecard')
  const identities = await identitiesIn(crypto, file.value.identities)
  if (!identities.ok) return identities
  const digest = hex(crypto.sha256(utf8(file.value.card)))
  const signedBy: string[] = []
  for (const [i, document] of file.value.statements.entries()) {
    const statement = parseStatement(crypto, unbase64(document) ?? new Uint8Array())
    if (!statement.ok) return statement
    const author = identities.value.get(statement.value.identity)
    if (!author || !trusted.has(author.node)) return refuse('unknown-identity', `statements[${i}]`)
    const signed = await verifyStatement(crypto, statement.value, author, at)
    if (!signed.ok) return signed
    if (cardOf(statement.value) !== digest) return refuse('digest-mismatch', `statements[${i}]`)
    signedBy.push(author.node)
  }
  return ok({ card: file.value.card, digest, signedBy })
}

function cardOf({ kind, act }: Statement): string | undefined {
  const read = isScorecardKind(kind) ? decodeScorecardAct(kind, act) : undefined
  return read?.ok ? read.value.card : undefined
}

/** Every version of every chain in the file, verified, by its digest. */
async function identitiesIn(
  crypto: CryptoPort,
  documents: readonly string[],
): Promise<Result<ReadonlyMap<string, Identity>, RefusalCode>> {
  const byDigest = new Map<string, Identity>()
  let current: Identity | undefined
  for (const document of documents) {
    const bytes = unbase64(document) ?? new Uint8Array()
    const next = await verifyIdentity(crypto, current, bytes)
    // A chain follows the other: what does not go on begins anew.
    const begun = next.ok ? next : await verifyIdentity(crypto, undefined, bytes)
    if (!begun.ok) return begun
    current = begun.value
    byDigest.set(current.digest, current)
  }
  return ok(byDigest)
}
