import type { Output } from './command.ts'

/**
 * Writes to a stream and waits while its reader is behind, so that a long listing is not held in
 * memory. Throws what ended the stream.
 */
export async function writeOut(output: Output, text: string): Promise<void> {
  if (output.errored) throw output.errored
  if (text === '' || output.write(text) !== false || output.once === undefined) return
  await new Promise<void>((resolve) => {
    output.once?.('drain', resolve)
    output.once?.('close', resolve)
  })
}
