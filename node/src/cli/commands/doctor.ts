import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { translate } from '../../i18n/translate.ts'
import type { Check } from '../../operation/doctor/check.ts'
import { examine } from '../../operation/doctor/doctor.ts'
import { isRunning } from '../../operation/is-running.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { textTable } from '../text-table.ts'

/** `concert doctor`: looks at everything that a node needs. Exit code 1 when a check fails. */
export const doctor = defineCommand({
  options: {},
  positionals: {},
  details: {
    en: 'Checks Node.js, files and their modes, configuration, keys, disk, clock, database, log and peers, whether the node runs or not. Changes nothing.',
    zh: '检查 Node.js、文件及其权限、配置、密钥、磁盘、时钟、数据库、日志和对等节点；节点是否在运行均可。不做任何更改。',
  },
  async run(context) {
    const { dataDir, env } = context
    const checks = await examine({
      crypto: createNodeCrypto(),
      dataDir,
      env,
      now: Date.now,
      version: process.version,
      isRunning: await isRunning(context),
    })
    const isWell = checks.every(({ state }) => state !== 'fail')
    print(context, { ok: isWell, checks }, () => table(context, checks))
    return isWell ? EXIT.ok : EXIT.refused
  },
})

function table({ lang }: CommandContext, checks: readonly Check[]): string {
  const columns = (['doctor.check', 'doctor.state', 'doctor.note'] as const).map((key) => ({
    title: translate(lang, key),
  }))
  const rows = checks.map(({ name, state, about, note }) => {
    const title = translate(lang, `doctor.name.${name}`)
    const named = about === '' ? title : `${title} ${about}`
    return [named, translate(lang, `doctor.state.${state}`), note[lang]]
  })
  return textTable(columns, rows)
}
