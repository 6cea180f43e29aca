import { hex } from '@concert/core'
import { parseStatement } from '@concert/envelope'
import { type CutAct, decodeScorecardAct } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

type Reading = Pick<Reader, 'db'>
type Needs = Pick<NodeContext, 'crypto'>

/** A cut that was proposed, and what the other side computed over it. */
export interface KnownCut {
  readonly id: string
  readonly cut: CutAct
  /** When its author said it. */
  readonly said: string
  /** Digest that the other party computed; null while it has not answered. */
  readonly answer: string | null
  /** The signed statements themselves, the proposal first. */
  readonly documents: readonly Uint8Array[]
}

/** The act of a cut, or undefined when none in effect here has this digest. */
export async function readCutAct(
  context: Needs,
  reader: Reading,
  id: string,
): Promise<CutAct | undefined> {
  return (await readCuts(context, reader, id))[0]?.cut
}

/** The cuts known here, oldest first; one of them by its digest. */
export async function readCuts(
  context: Needs,
  reader: Reading,
  id?: string,
): Promise<readonly KnownCut[]> {
  let roots = reader.db
    .selectFrom('statements')
    .select(['digest', 'document', 'time'])
    .where('kind', '=', 'scorecard.cut')
    .where('refused', 'is', null)
    .orderBy('id')
  if (id !== undefined) roots = roots.where('digest', '=', bytesOf(id))
  const answers = await reader.db
    .selectFrom('statements')
    .select(['thread', 'document'])
    .where('kind', '=', 'scorecard.agree')
    .where('refused', 'is', null)
    .orderBy('id')
    .execute()
  const found: KnownCut[] = []
  for (const { digest, document, time } of await roots.execute()) {
    const parsed = parseStatement(context.crypto, document)
    const act = parsed.ok ? decodeScorecardAct('scorecard.cut', parsed.value.act) : undefined
    if (!act?.ok) continue
    const root = hex(digest)
    const answer = answers.find(({ thread }) => thread && hex(thread) === root)
    const read = answer && answerOf(context, answer.document)
    const documents = answer ? [document, answer.document] : [document]
    found.push({ id: root, cut: act.value, said: time, answer: read ?? null, documents })
  }
  return found
}

function answerOf(context: Needs, document: Uint8Array): string | undefined {
  const parsed = parseStatement(context.crypto, document)
  const act = parsed.ok ? decodeScorecardAct('scorecard.agree', parsed.value.act) : undefined
  return act?.ok ? act.value.card : undefined
}

/** A statement in a list: what it is, who said it, and when. */
export interface SaidLine {
  readonly digest: string
  readonly kind: string
  /** Node id of its author. */
  readonly by: string
  readonly time: string
}

const SAID = 1000

/** What statements are, the oldest first: of the first {@link SAID} that are named. */
export async function readSaid(
  reader: Reading,
  digests: readonly string[],
): Promise<readonly SaidLine[]> {
  if (digests.length === 0) return []
  const rows = await reader.db
    .selectFrom('statements')
    .select(['digest', 'kind', 'author', 'time'])
    .where('digest', 'in', digests.slice(0, SAID).map(bytesOf))
    .orderBy('time')
    .execute()
  return rows.map(({ digest, kind, author, time }) => {
    return { digest: hex(digest), kind, by: author, time }
  })
}
