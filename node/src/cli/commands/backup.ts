import { resolve } from 'node:path'
import { loadSettings } from '../../config/load.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { makeBackup } from '../../operation/backup.ts'
import { defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { reportFaults } from '../report-faults.ts'

/** `concert backup FOLDER`: a consistent copy of a node, whether it runs or not. */
export const backup = defineCommand({
  options: {
    'with-keys': {
      type: 'boolean',
      summary: {
        en: 'copy the keys too; whoever holds the backup is then this node',
        zh: '同时备份密钥；此时持有备份者即可冒充本节点',
      },
    },
  },
  positionals: {
    folder: { summary: { en: 'new folder to write', zh: '要新建的文件夹' } },
  },
  details: {
    en: 'Copies the database as of one moment and the configuration. The record of the latest signed checkpoint (watermark.json) is left out on purpose: a restore needs it to find out what was signed since. Keep it on another disk.',
    zh: '复制数据库在某一时刻的状态和配置。最新已签名检查点的记录（watermark.json）有意不在其中：恢复时须据此判断此后签过什么。请将其另存于其他磁盘。',
  },
  async run(context) {
    const settings = await loadSettings(context)
    if (!settings.ok) return reportFaults(context, settings)
    const folder = resolve(context.args.positionals.folder)
    const made = await makeBackup(settings.config, folder, context.args.options['with-keys'])
    if (!made.ok) {
      const path = made.at ?? folder
      complain(context, { code: made.code, sentence: both(`ops.${made.code}`, { path }) })
      return EXIT.refused
    }
    print(context, made.value, ({ files }) => {
      return `${translate(context.lang, 'backup.done', { folder, count: files.length })}\n`
    })
    return EXIT.ok
  },
})
