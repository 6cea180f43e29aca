import { canonicalBytes, fromUtf8 } from '@concert/core'
import { standingBytes } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { sayingAs } from '../exchange/author.ts'
import type { Reader } from '../store/store.ts'
import type { HeldWord } from './held-words.ts'
import { readRoot } from './read-root.ts'

/** The very bytes that will leave of a word, as far as they stand before somebody lets it go. */
export interface WordBytes {
  /** Canonical JSON of the statement without the fields of {@link later}; null when erased. */
  readonly statement: string | null
  /** Canonical JSON of its texts, every byte of it; null when it has none. */
  readonly content: string | null
  /** Fields of the statement that are set when it is signed. */
  readonly later: readonly string[]
}

/** A word that waits, with the bytes that its second person lets go. */
export type ShownWord = HeldWord & { readonly bytes: WordBytes }

/** Shows words in the bytes that would leave. */
export async function showBytes(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  words: readonly HeldWord[],
): Promise<readonly ShownWord[]> {
  return await Promise.all(
    words.map(async (word) => ({ ...word, bytes: await bytesOfWord(context, reader, word) })),
  )
}

async function bytesOfWord(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  { request, move, act, content }: HeldWord,
): Promise<WordBytes> {
  const root = await readRoot(context, reader, request)
  const { bytes, later } = standingBytes(
    {
      ...sayingAs(context),
      kind: move,
      act,
      compact: root?.act.compact ?? null,
      tlp: root?.tlp ?? 'red',
      exercise: root?.exercise ?? false,
    },
    content !== null,
    context.own.signers,
  )
  return {
    statement: root === undefined ? null : textOf(bytes),
    content: content && textOf(canonicalBytes(content)),
    later,
  }
}

/** Canonical JSON is UTF-8. */
function textOf(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? ''
}
