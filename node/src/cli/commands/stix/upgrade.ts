import { hash, randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { defineCommand, EXIT } from '../../command.ts'
import { beginFile } from '../../new-file.ts'
import { complain } from '../../output.ts'
import { findInputs } from './input-files.ts'
import { MODE_OPTION } from './options.ts'
import { readInput } from './read-inputs.ts'
import { sayBoth } from './texts.ts'
import { UpgradeRun } from './upgrade-run.ts'

/** `concert stix upgrade FILE…`: one bundle of STIX 2.1, and what was changed. */
export const stixUpgrade = defineCommand({
  options: {
    out: {
      type: 'string',
      value: 'file',
      summary: {
        en: 'file to write the bundle to, never overwritten; otherwise standard output',
        zh: '写入集合的文件，绝不覆盖；未给出时写到标准输出',
      },
    },
    mode: { ...MODE_OPTION, default: 'lenient' },
    quiet: {
      type: 'boolean',
      summary: { en: 'list faults only, not changes', zh: '只列出问题，不列出更改' },
    },
  },
  positionals: {
    file: {
      many: true,
      summary: {
        en: 'files of STIX 2.0 or 2.1; - is standard input',
        zh: 'STIX 2.0 或 2.1 文件；- 表示标准输入',
      },
    },
  },
  details: {
    en: 'Everything becomes one bundle. Ids and versions stay; observables of observed data become objects with deterministic ids, and markings follow them. What was changed is told for each object and path: on standard output with --out, otherwise on standard error. Objects that cannot be read are left out and told. Exit code 1 when anything is an error.',
    zh: '所有内容合为一个集合。标识符和版本不变；观测数据中的可观测数据成为带有确定性标识符的独立对象，标记随之转移。逐个对象、逐个路径说明所作更改：使用 --out 时写到标准输出，否则写到标准错误。无法读取的对象将略去并说明。有任何错误时退出码为 1。',
  },
  examples: [
    'concert stix upgrade old.json --out new.json',
    'concert stix upgrade old.json --quiet > new.json',
  ],
  async run(context) {
    const inputs = await findInputs(context, context.args.positionals.file)
    if (inputs === undefined) return EXIT.usage
    const { out, mode = 'lenient', quiet } = context.args.options
    const path = resolve(out ?? '')
    const file = out === undefined ? undefined : await beginFile(path)
    if (out !== undefined && file === undefined) return refuseTaken(context, path)
    const run = new UpgradeRun({
      lang: context.lang,
      json: context.json,
      mode,
      isQuiet: quiet,
      sha1: (data) => hash('sha1', data, 'buffer'),
      bundle: file?.output ?? context.out,
      report: file ? context.out : context.err,
    })
    try {
      await run.begin(`bundle--${randomUUID()}`)
      for (const input of inputs) {
        const options = { validate: () => [] }
        await readInput(context, input, options, (items) => run.take(input, items))
      }
      await run.end()
    } catch (error) {
      await file?.discard()
      throw error
    }
    if (file && !(await file.keep())) return refuseTaken(context, path)
    return run.errors > 0 ? EXIT.refused : EXIT.ok
  },
})

function refuseTaken(context: Parameters<typeof complain>[0], file: string): number {
  complain(context, { code: 'file-exists', sentence: sayBoth('exists', { file }) })
  return EXIT.refused
}
