import { decode, list, object, parseCanonical, text } from '@concert/core'
import type { CompactText } from '@concert/threads'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

const BOTH = object({ en: text({ max: 20_000 }), zh: text({ max: 20_000 }) })
const WORDS = object({ title: BOTH, text: list(BOTH, { max: 1000 }) })

/** Title and text of a version, or null when they were erased or are not in the agreed form. */
export async function readWords(
  reader: Pick<Reader, 'db'>,
  version: string,
): Promise<CompactText | null> {
  const row = await reader.db
    .selectFrom('statements')
    .select('content')
    .where('digest', '=', bytesOf(version))
    .executeTakeFirst()
  const parsed = row?.content && parseCanonical(row.content)
  if (!parsed?.ok) return null
  const words = decode(WORDS, parsed.value)
  return words.ok ? words.value : null
}
