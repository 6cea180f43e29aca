import { join } from 'node:path'
import { both } from '../i18n/both.ts'
import type { Faults } from '../i18n/faults.ts'
import { KEYS_FOLDER } from '../keys/create-keys.ts'
import { type CommandContext, EXIT } from './command.ts'
import { complain } from './output.ts'

/** Lists everything that is wrong with configuration or keys. @returns the exit code */
export function reportFaults(
  context: Pick<CommandContext, 'lang' | 'json' | 'err' | 'dataDir'>,
  { code, faults }: Faults,
): number {
  const { dataDir } = context
  const count = faults.length
  const sentence =
    code === 'keys'
      ? both('keys.faults', { folder: join(dataDir, KEYS_FOLDER), count })
      : both('config.faults', { dataDir, count })
  complain(context, { code, sentence, faults })
  return EXIT.configuration
}
