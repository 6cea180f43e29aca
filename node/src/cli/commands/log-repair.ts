import { loadSettings } from '../../config/load.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { openNodeStore } from '../../open-node-store.ts'
import { databasePath, exists, fsckProgressPath } from '../../operation/data-files.ts'
import { isRunning } from '../../operation/is-running.ts'
import { removeProgress } from '../../operation/log-check/progress-file.ts'
import { type Repaired, repairLog } from '../../operation/log-check/repair.ts'
import { isUsedByNodes } from '../../operation/nodes-connected.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { reportFaults } from '../report-faults.ts'

/** `concert log repair`: puts right what can be proved, and signs nothing. */
export const logRepair = defineCommand({
  options: {
    'dry-run': {
      type: 'boolean',
      summary: { en: 'only say what would be repaired', zh: '只说明将修复什么，不作更改' },
    },
  },
  positionals: {},
  details: {
    en: 'The node must be stopped. Tiles, bundles and index rows are made anew from entries that lead to the root which the log key has signed; what the tree has no place for is taken away. If the entries do not lead there, nothing is changed. Run concert log fsck before and after.',
    zh: '须先停止节点。分块、条目包和索引行依据条目重新生成，前提是这些条目确实得出日志密钥所签名的根；树中没有位置的多余内容会被清除。条目若得不出该根，则不作任何更改。修复前后请各运行一次 concert log fsck。',
  },
  async run(context) {
    const { dataDir } = context
    const isDryRun = context.args.options['dry-run']
    const settings = await loadSettings(context)
    if (!settings.ok) return reportFaults(context, settings)
    if (await isRunning(context)) {
      complain(context, { code: 'not-stopped', sentence: both('ops.not-stopped', { dataDir }) })
      return EXIT.refused
    }
    const { config } = settings
    // Opening would make an empty database.
    if (config.store.engine === 'sqlite' && !(await exists(databasePath(config.dataDir)))) {
      complain(context, { code: 'fsck-no-log', sentence: both('ops.fsck-no-log') })
      return EXIT.refused
    }
    const progress = createProgress(context.err, Date.now)
    const store = await openNodeStore(settings, 'concert-repair')
    try {
      if (await isUsedByNodes(store)) {
        complain(context, { code: 'restore-in-use', sentence: both('ops.restore-in-use') })
        return EXIT.refused
      }
      const repaired = await repairLog({
        store,
        crypto: createNodeCrypto(),
        config,
        isDryRun,
        onProgress: (step, done, of) =>
          progress.update(translate(context.lang, `repair.${step}`, { done, of })),
      })
      progress.clear()
      if (!repaired.ok) {
        const at = repaired.at ?? ''
        complain(context, { code: repaired.code, sentence: both(`ops.${repaired.code}`, { at }) })
        return EXIT.refused
      }
      // What a check found right before does not count any more.
      if (!isDryRun) await removeProgress(fsckProgressPath(dataDir))
      print(context, { ...repaired.value, dryRun: isDryRun }, (value) =>
        repairText(context, value, isDryRun),
      )
      return EXIT.ok
    } finally {
      progress.clear()
      await store.close()
    }
  },
})

function repairText(
  { lang }: Pick<CommandContext, 'lang'>,
  { origin, size, repaired, count }: Repaired,
  isDryRun: boolean,
): string {
  if (count === 0) return `${translate(lang, 'repair.nothing', { origin, size })}\n`
  const lines = repaired.map(
    ({ code, at }) => `  ${translate(lang, `fsck.problem.${code}`, { at })} [${code}]\n`,
  )
  const more = count - repaired.length
  if (more > 0) lines.push(`  ${translate(lang, 'fsck.more', { more })}\n`)
  const head = translate(lang, isDryRun ? 'repair.would' : 'repair.done', { origin, size, count })
  return `${head}\n${lines.join('')}`
}
