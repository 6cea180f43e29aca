import { fromUtf8, type Sha256 } from '@concert/core'
import { parseEvidence } from '@concert/envelope'

const MAX_SHOWN = 4000
const MAX_ITEMS_SHOWN = 20

/** A part of what was said: the text or an item. */
export interface SaidPart {
  /** Counted from 1; undefined for the text. */
  readonly number?: number
  readonly total?: number
  /** The beginning of it; undefined when it is not text. */
  readonly text?: string
  readonly shown: number
  readonly count: number
}

/** What an evidence file that verified says, bounded for the screen. */
export function saidIn(sha256: Sha256, bytes: Uint8Array): readonly SaidPart[] {
  const parsed = parseEvidence({ sha256 }, bytes)
  if (!parsed.ok) return []
  const { content, items } = parsed.value
  return [
    ...(content ? [partOf(content.bytes)] : []),
    ...items
      .slice(0, MAX_ITEMS_SHOWN)
      .map((item) => ({ ...partOf(item.bytes), number: item.index + 1, total: item.total })),
  ]
}

function partOf(bytes: Uint8Array): SaidPart {
  const count = bytes.length
  const shown = Math.min(count, MAX_SHOWN)
  // A character may be cut in two at the end: up to three bytes less are text again.
  for (let end = shown; end >= Math.max(0, shown - 3); end--) {
    const text = fromUtf8(bytes.subarray(0, end))
    if (text !== undefined) return { text: visible(text), shown: end, count }
  }
  return { shown: 0, count }
}

/** Bidirectional and other invisible controls as their code points, so that text reads as it is. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Bidi_Control}\p{Cf}\u2028\u2029]|[^\P{Cc}\n\t]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
