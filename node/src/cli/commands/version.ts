import { translate } from '../../i18n/translate.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { versionInfo } from '../version-info.ts'

/** `concert version`. */
export const version = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    print(context, versionInfo(), (info) => {
      const line = translate(context.lang, 'version.line', { ...info })
      return `${line}\n`
    })
    return EXIT.ok
  },
})
