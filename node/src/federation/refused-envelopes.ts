import { isRefusalCode, parseStatement, type RefusalCode } from '@concert/envelope'
import { isRequestKind, type Terms } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Bilingual } from '../i18n/language.ts'
import { refusalSentence } from '../i18n/refusals.ts'
import { clauseOfAsking } from '../requests/judge-request.ts'

/** Most that are shown at once. */
const PAGE = 500

/** An envelope of ours that its recipient has refused, by its signed receipt, or that was withheld. */
export interface RefusedEnvelope {
  readonly peer: string
  readonly epoch: number
  readonly seq: number
  readonly state: 'refused' | 'withheld'
  readonly code: string
  /** Path of the clause in the terms of the compact, such as `intelligence.types`; null when it is none. */
  readonly clause: string | null
  readonly sentence: Bilingual
  /** Kinds of the statements in it. */
  readonly kinds: readonly string[]
  readonly objects: number
  /** RFC 3339. */
  readonly settled: string
}

/** What did not get through, the newest first, with the clause that keeps it out. */
export async function listRefused(context: NodeContext): Promise<readonly RefusedEnvelope[]> {
  const rows = await context.store.read.db
    .selectFrom('envelopes')
    .select(['id', 'peer', 'epoch', 'seq', 'state', 'code', 'item_count', 'settled'])
    .where('direction', '=', 'out')
    .where('state', 'in', ['refused', 'withheld'])
    .where('code', 'is not', null)
    .orderBy('settled', 'desc')
    .limit(PAGE)
    .execute()
  const found: RefusedEnvelope[] = []
  for (const { id, peer, epoch, seq, state, code, item_count: objects, settled } of rows) {
    const carried = await carriedBy(context, id)
    found.push({
      peer,
      epoch,
      seq,
      state: state === 'refused' ? 'refused' : 'withheld',
      code: code ?? '',
      clause: isRefusalCode(code ?? '')
        ? await clauseOf(context, code as RefusalCode, carried)
        : null,
      sentence: refusalSentence(code ?? '') ?? { en: code ?? '', zh: code ?? '' },
      kinds: [...new Set(carried.map(({ kind }) => kind))].toSorted(),
      objects,
      settled: new Date(settled ?? 0).toISOString(),
    })
  }
  return found
}

interface CarriedKind {
  readonly kind: string
  readonly document: Uint8Array
}

async function carriedBy(
  { store }: NodeContext,
  envelope: number,
): Promise<readonly CarriedKind[]> {
  return await store.read.db
    .selectFrom('envelope_statements')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['statements.kind', 'statements.document'])
    .where('envelope_id', '=', envelope)
    .orderBy('envelope_statements.position')
    .execute()
}

/** Paths of the clauses behind codes that stand for one clause alone. */
const CLAUSES: Readonly<Partial<Record<RefusalCode, string>>> = {
  'clause-types': 'intelligence.types',
  'clause-suites': 'suites',
  'tlp-exceeded': 'intelligence.tlp',
}

async function clauseOf(
  context: NodeContext,
  code: RefusalCode,
  carried: readonly CarriedKind[],
): Promise<string | null> {
  const one = CLAUSES[code]
  if (one !== undefined) return one
  const isRequest = carried.some(({ kind }) => isRequestKind(kind))
  // What is suspended is a tier as a whole.
  if (code === 'tier-suspended') return isRequest ? 'requests' : 'intelligence'
  if (code !== 'compact-terms' || !isRequest) return null
  for (const { document } of carried) {
    const parsed = parseStatement(context.crypto, document)
    const terms = parsed.ok && (await termsOf(context, parsed.value.compact))
    const clause = parsed.ok && terms ? clauseOfAsking(parsed.value, terms) : undefined
    if (clause !== undefined) return clause
  }
  return 'requests'
}

async function termsOf(context: NodeContext, compact: string | null): Promise<Terms | undefined> {
  const state =
    compact === null ? undefined : await findCompact(context, context.store.read, compact)
  return state?.proposals.find(({ digest }) => digest === compact)?.terms
}
