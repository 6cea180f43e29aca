import { loadSettings } from '../../config/load.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { openNodeStore } from '../../open-node-store.ts'
import { databasePath, exists, fsckProgressPath } from '../../operation/data-files.ts'
import { checkWholeLog, type FsckReport } from '../../operation/log-check/fsck.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { reportFaults } from '../report-faults.ts'

/** `concert log fsck`: checks everything that the log is. Exit code 1 when something is wrong. */
export const logFsck = defineCommand({
  options: {
    restart: {
      type: 'boolean',
      summary: {
        en: 'begin anew instead of going on where an interrupted check ended',
        zh: '从头检查，不从上次中断处继续',
      },
    },
  },
  positionals: {},
  details: {
    en: 'Builds the tree anew from its entries and compares every tile, bundle and index row with it, then the signed checkpoint, the cosignatures, the watermark, and every envelope and receipt. The node may run meanwhile. Changes nothing. After Ctrl-C the next check goes on where this one ended.',
    zh: '依据条目重建整棵树，逐一核对每个分块、条目包和索引行，再核对已签名的检查点、联署、水位记录，以及每个信封和回执。节点可以同时运行。不作任何更改。按 Ctrl-C 中断后，下次检查从中断处继续。',
  },
  async run(context) {
    const settings = await loadSettings(context)
    if (!settings.ok) return reportFaults(context, settings)
    const { config } = settings
    // Opening would make an empty database.
    if (config.store.engine === 'sqlite' && !(await exists(databasePath(config.dataDir)))) {
      complain(context, { code: 'fsck-no-log', sentence: both('ops.fsck-no-log') })
      return EXIT.refused
    }
    const progress = createProgress(context.err, Date.now)
    const store = await openNodeStore(settings, 'concert-fsck')
    try {
      const report = await checkWholeLog({
        store,
        crypto: createNodeCrypto(),
        config,
        progressPath: fsckProgressPath(config.dataDir),
        isRestarted: context.args.options.restart,
        now: Date.now,
        signal: context.signal,
        onProgress: (step, done, of) =>
          progress.update(translate(context.lang, `fsck.${step}`, { done, of })),
      })
      progress.clear()
      if (!report.ok) {
        complain(context, { code: report.code, sentence: both(`ops.${report.code}`) })
        return EXIT.refused
      }
      print(context, report.value, (value) => fsckText(context, value))
      return report.value.ok ? EXIT.ok : EXIT.refused
    } finally {
      progress.clear()
      await store.close()
    }
  },
})

/** A report for people. */
export function fsckText({ lang }: Pick<CommandContext, 'lang'>, report: FsckReport): string {
  const { origin, size, documents, problems, count } = report
  const looked = translate(lang, 'fsck.looked', { origin, size, documents })
  if (report.ok) return `${looked}\n${translate(lang, 'fsck.ok')}\n`
  const lines = problems.map(({ code, at, repairable }) => {
    const hint = repairable ? translate(lang, 'fsck.repairable') : ''
    return `  ${translate(lang, `fsck.problem.${code}`, { at })}${hint} [${code}]\n`
  })
  const more = count - problems.length
  if (more > 0) lines.push(`  ${translate(lang, 'fsck.more', { more })}\n`)
  const end = problems.some(({ repairable }) => repairable)
    ? `${translate(lang, 'fsck.try-repair')}\n`
    : ''
  return `${looked}\n${translate(lang, 'fsck.bad', { count })}\n${lines.join('')}${end}`
}
