import { defineCommand } from '../command.ts'
import { runCommandLine } from '../run.ts'

/** `concert help peer add` is `concert peer add --help`. */
export const help = defineCommand({
  options: {},
  positionals: {
    command: {
      summary: { en: 'the command, such as `init`', zh: '命令，例如 `init`' },
      optional: true,
      many: true,
    },
  },
  examples: ['concert help init'],
  run({ args, lang, out, err, env, signal, commands }) {
    const line = [...args.positionals.command, '--help', '--lang', lang]
    return runCommandLine({ line, out, err, env, signal, commands })
  },
})
