import type { Output } from './command.ts'

/**
 * Writes to a stream and waits while its reader is behind, so that a long listing is not held in
 * memory. Throws what ended the stream.
 */
export async function writeOut(output: Output, text: string): Promise<void> {
  if (output.errored) throw output.errored
  if (text === '' || output.write(text) !== false || output.once === undefined) return
  await new Promise<void>((resolve) => {
    const go = () => {
      output.off?.('drain', go)
      output.off?.('close', go)
      resolve()
    }
    output.once?.('drain', go)
    output.once?.('close', go)
  })
}
