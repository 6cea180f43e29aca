import { hex, type Refusal } from '@concert/core'
import { readWords } from '../../compacts/compact-words.ts'
import type { NodeContext } from '../../context.ts'
import type { Bilingual } from '../../i18n/language.ts'
import { tombstonesOf } from './tombstones.ts'

/** The refusal of what was deleted when its time was over: it says when, and by which compact. */
export type RetentionOver = Refusal<'retention-over'> & { readonly message: Bilingual }

/**
 * Why an object of which nothing is here is not here, when that is because its time was over.
 *
 * @param cleared - labels that whoever asks may see; all without it
 */
export async function retentionOver(
  context: NodeContext,
  stixId: string,
  cleared?: readonly string[],
): Promise<RetentionOver | undefined> {
  const reader = context.store.read
  const stones = (await tombstonesOf(reader, [stixId])).get(stixId) ?? []
  const stone = stones.find(({ tlp }) => cleared === undefined || cleared.includes(tlp))
  if (!stone) return undefined
  const version = hex(stone.compact)
  const title = (await readWords(reader, version))?.title
  const { days } = stone
  const on = new Date(stone.deleted).toISOString()
  const name = version.slice(0, 8)
  const message = {
    en: `It was deleted here on ${on}, ${days} ${days === 1 ? 'day' : 'days'} after it came, as the compact “${title?.en ?? name}” says. Its statement, receipts and log entries stay.`,
    zh: `该对象收到后满${days}天，已按合作约定“${title?.zh ?? name}”于${on}在本节点删除。其声明、回执与日志条目仍然保留。`,
  }
  return { ok: false, code: 'retention-over', at: 'id', message }
}
