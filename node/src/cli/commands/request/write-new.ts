import { writeFile } from 'node:fs/promises'
import { errnoOf } from '../../../files/atomic-file.ts'
import { type CommandContext, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { say, sayBoth } from './texts.ts'

/** Writes a file that is not there yet, and says so. @returns the exit code */
export async function writeNew(
  context: Pick<CommandContext, 'lang' | 'json' | 'out' | 'err'>,
  file: string,
  bytes: Uint8Array,
): Promise<number> {
  try {
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const code = errnoOf(error) === 'EEXIST' ? 'file-exists' : 'file-unreadable'
    complain(context, { code, sentence: sayBoth(code, { file }) })
    return EXIT.usage
  }
  print(context, { file, bytes: bytes.length }, () => `${say(context.lang, 'written', { file })}\n`)
  return EXIT.ok
}
