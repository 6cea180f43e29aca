import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { CommandContext } from '../../command.ts'
import { complain } from '../../output.ts'
import { say, sayBoth } from './texts.ts'

const PIECE_BYTES = 256 * 1024

/** A file to read, or what is piped in. */
export interface InputFile {
  /** As it was typed; `-` is standard input. */
  readonly name: string
  /** As a person is told of it. */
  readonly label: string
  /** Undefined when nobody knows. */
  readonly bytes: number | undefined
  open(): AsyncIterable<Uint8Array>
}

type Voice = Pick<CommandContext, 'lang' | 'json' | 'err' | 'stdin'>

/** Finds the files named; `-` is standard input. Says which can't be read; then there are none. */
export async function findInputs(
  context: Voice,
  names: readonly string[],
): Promise<readonly InputFile[] | undefined> {
  const found = await Promise.all(names.map((name) => findInput(context, name)))
  const inputs = found.filter((input) => input !== undefined)
  names.forEach((name, index) => {
    if (found[index] !== undefined) return
    complain(context, { code: 'file-unreadable', sentence: sayBoth('unreadable', { file: name }) })
  })
  return inputs.length === names.length ? inputs : undefined
}

async function findInput(context: Voice, name: string): Promise<InputFile | undefined> {
  if (name === '-') {
    return { name, label: say(context.lang, 'input'), bytes: undefined, open: context.stdin }
  }
  const open = () => createReadStream(name, { highWaterMark: PIECE_BYTES })
  try {
    const info = await stat(name)
    if (info.isDirectory()) return undefined
    // A pipe tells no size.
    return { name, label: name, bytes: info.isFile() ? info.size : undefined, open }
  } catch {
    return undefined
  }
}
