import { fromUtf8 } from '@concert/core'
import { placeOfFault, type StixFault, type StixStreamItem } from '@concert/stix'
import { LineSplitter } from '../../../intel/list-lines.ts'
import { sniff } from '../../../intel/sniff.ts'
import type { CommandContext } from '../../command.ts'
import type { InputFile } from './input-files.ts'
import { readInput } from './read-inputs.ts'

const MAX_PATTERN_BYTES = 256 * 1024

/** A pattern in a file, or what stands in its place and can't be read. */
export interface FoundPattern {
  /** `line 3`, or the place of the indicator. */
  readonly line: number | undefined
  readonly place: string
  /** Id of the indicator. */
  readonly id: string | undefined
  readonly source: string | undefined
  readonly faults: readonly StixFault[]
}

/**
 * Finds the patterns of a file: those of the indicators in STIX, or one a line in a plain text,
 * where `#` begins a comment.
 */
export async function readPatterns(
  context: CommandContext,
  input: InputFile,
  take: (found: FoundPattern) => Promise<void>,
): Promise<void> {
  const { isJson, chunks } = await sniff(input.open())
  if (!isJson) return readLines(context, chunks, take)
  const opened = { ...input, open: () => chunks }
  await readInput(context, opened, { validate: () => [] }, async (items) => {
    for (const item of items) {
      const found = patternIn(item)
      if (found !== undefined) await take(found)
    }
  })
}

function patternIn(item: StixStreamItem): FoundPattern | undefined {
  if (item.kind === 'shell') return undefined
  if (item.kind === 'fault') {
    const { place, faults } = item
    return { line: undefined, place, id: undefined, source: undefined, faults }
  }
  const { type, id, pattern, pattern_type: kind } = item.value
  const isPattern = type === 'indicator' && typeof pattern === 'string'
  if (!isPattern || (kind !== undefined && kind !== 'stix')) return undefined
  return {
    line: undefined,
    place: placeOfFault(item.place, 'pattern'),
    id: typeof id === 'string' ? id : undefined,
    source: pattern,
    faults: [],
  }
}

async function readLines(
  { signal }: CommandContext,
  chunks: AsyncIterable<Uint8Array>,
  take: (found: FoundPattern) => Promise<void>,
): Promise<void> {
  const splitter = new LineSplitter(MAX_PATTERN_BYTES)
  const takeAll = async (lines: ReturnType<LineSplitter['push']>) => {
    for (const { number: line, bytes } of lines) {
      const source = bytes && fromUtf8(bytes)?.trim()
      if (source === '' || source?.startsWith('#')) continue
      await take({ line, place: '', id: undefined, source, faults: [] })
    }
  }
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    await takeAll(splitter.push(chunk))
  }
  await takeAll(splitter.end())
}
