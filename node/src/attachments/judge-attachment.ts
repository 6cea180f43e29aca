import {
  CHUNK_BYTES,
  decodeAttachmentAct,
  decodeAttachmentContent,
  type RefusalCode,
} from '@concert/envelope'
import { tlpAllowed, viewCompact } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { bytesOf } from '../exchange/statements.ts'
import { compactNamed } from '../intel/judge-intel.ts'
import { FILE_TYPE } from '../release/may-still-leave.ts'
import type { Reader } from '../store/store.ts'

/** Why a file, or a part of one, is refused; undefined when it is taken into quarantine. */
export async function judgeAttachment(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  prepared: PreparedStatement,
): Promise<RefusalCode | undefined> {
  const { statement, content, items } = prepared
  if (statement.author.node !== peer) return 'not-author'
  const act = decodeAttachmentAct(statement.act)
  if (!act.ok) return act.code
  const said = content && decodeAttachmentContent(content.bytes)
  if (!said?.ok || items.length === 0) return 'bad-act'
  const { size, chunks } = act.value
  const isSized = items.every(({ bytes, place }) => {
    const isLast = place?.index === chunks - 1
    return bytes.length === (isLast ? size - CHUNK_BYTES * (chunks - 1) : CHUNK_BYTES)
  })
  if (!isSized) return 'bad-act'
  const terms = await judgeTerms(context, reader, peer, statement)
  if (terms) return terms
  const { fileBytes, quarantineBytes } = context.config.quotas
  const others = await quarantined(reader, peer, statement.digest)
  return size > fileBytes || others + size > quarantineBytes ? 'quota' : undefined
}

async function judgeTerms(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  { compact, tlp }: PreparedStatement['statement'],
): Promise<RefusalCode | undefined> {
  const state = await compactNamed(context, reader, peer, compact)
  const view = state && viewCompact(state, context.now())
  const terms = view?.terms?.intelligence
  if (!view || !terms || view.digest !== compact) return 'no-compact'
  if (view.tiers.intelligence.closed === 'suspended') return 'tier-suspended'
  if (!view.tiers.intelligence.open) return 'no-compact'
  if (!terms.types.includes(FILE_TYPE)) return 'clause-types'
  return tlpAllowed(tlp, terms.tlp) ? undefined : 'tlp-exceeded'
}

/** Bytes that other files of a peer take, or will take when they are whole. */
async function quarantined(reader: Pick<Reader, 'db'>, peer: string, but: string): Promise<number> {
  const row = await reader.db
    .selectFrom('attachments')
    .innerJoin('statements', 'statements.id', 'attachments.statement_id')
    .select((select) => select.fn.sum<number | null>('size').as('n'))
    .where('peer', '=', peer)
    .where('direction', '=', 'in')
    .where('attachments.state', '<>', 'discarded')
    .where('statements.digest', '<>', bytesOf(but))
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
