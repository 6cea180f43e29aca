import { readStixBatches, type StixStreamItem, type StixStreamOptions } from '@concert/stix'
import type { CommandContext } from '../../command.ts'
import { createProgress } from '../../progress.ts'
import type { InputFile } from './input-files.ts'
import { say } from './texts.ts'

const BAR_CELLS = 20
const MB = 1_000_000

/**
 * Reads a file in batches and shows how far it is on a terminal. Throws when the command is to end.
 *
 * @param take - given each batch; waited for
 */
export async function readInput(
  context: CommandContext,
  input: InputFile,
  options: StixStreamOptions,
  take: (items: readonly StixStreamItem[]) => Promise<void>,
): Promise<void> {
  const progress = createProgress(context.err, Date.now)
  let objects = 0
  try {
    const onProgress = (bytes: number) =>
      progress.update(progressText(context, input, bytes, objects))
    for await (const items of readStixBatches(input.open(), { ...options, onProgress })) {
      context.signal.throwIfAborted()
      objects += items.length
      await take(items)
    }
  } finally {
    progress.clear()
  }
}

function progressText(
  { lang }: CommandContext,
  { label: name, bytes: size }: InputFile,
  bytes: number,
  objects: number,
): string {
  const mb = (bytes / MB).toFixed(1)
  if (size === undefined) return say(lang, 'progress', { name, mb, objects })
  const share = size === 0 ? 1 : Math.min(1, bytes / size)
  const filled = Math.floor(share * BAR_CELLS)
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}]`
  const percent = Math.floor(share * 100)
  return say(lang, 'progressOf', { name, bar, percent, mb, objects })
}
