import type { JsonObject } from '@concert/core'
import { type Observation, observationsIn } from '@concert/stix'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain } from '../../output.ts'
import { findInputs, type InputFile } from './input-files.ts'
import { PatternRun } from './pattern-run.ts'
import { readInput } from './read-inputs.ts'
import { readPatterns } from './read-patterns.ts'
import { sayBoth } from './texts.ts'

/** Observed data is held in memory: this many objects of it, and no more. */
const MAX_OBSERVED = 1_000_000

/** `concert stix pattern FILE…`: are the patterns right, and what do they match? */
export const stixPattern = defineCommand({
  options: {
    pattern: {
      type: 'string',
      value: 'text',
      multiple: true,
      summary: { en: 'a pattern, instead of a file', zh: '直接给出一个模式，代替文件' },
    },
    match: {
      type: 'string',
      value: 'file',
      summary: {
        en: 'observed data (STIX) to match the patterns against',
        zh: '用于匹配的观测数据（STIX 文件）',
      },
    },
  },
  positionals: {
    file: {
      many: true,
      optional: true,
      summary: {
        en: 'STIX with indicators, or a text with one pattern a line; - is standard input',
        zh: '含攻击指标的 STIX 文件，或每行一个模式的文本；- 表示标准输入',
      },
    },
  },
  details: {
    en: 'Prints each valid pattern in its one normal spelling, and every fault of the others with its line and column. With --match it also prints which observations each pattern matches. Exit code 1 when a pattern has an error.',
    zh: '有效的模式按唯一的规范写法输出；其余模式逐处列出问题及其行列位置。使用 --match 时还输出每个模式匹配的观测。任一模式有错误时退出码为 1。',
  },
  examples: [
    `concert stix pattern --pattern "[domain-name:value = 'evil.example']"`,
    'concert stix pattern indicators.json --match observed.json',
  ],
  async run(context) {
    const { pattern = [], match } = context.args.options
    const names = context.args.positionals.file
    if (names.length + pattern.length === 0) {
      complain(context, { code: 'usage-argument', sentence: sayBoth('pattern-none') })
      return EXIT.usage
    }
    const inputs = await findInputs(context, match === undefined ? names : [...names, match])
    if (inputs === undefined) return EXIT.usage
    const data = match === undefined ? undefined : inputs.at(-1)
    const observations = data && (await readObservations(context, data))
    if (observations === 'unreadable') return EXIT.refused
    const run = new PatternRun(context, observations)
    for (const source of pattern) {
      await run.take('--pattern', { line: undefined, place: '', id: undefined, source, faults: [] })
    }
    for (const input of data ? inputs.slice(0, -1) : inputs) {
      const name = context.json ? input.name : input.label
      await readPatterns(context, input, (found) => run.take(name, found))
    }
    await run.end()
    return run.errors > 0 ? EXIT.refused : EXIT.ok
  },
})

async function readObservations(
  context: CommandContext,
  input: InputFile,
): Promise<readonly Observation[] | 'unreadable'> {
  const objects: JsonObject[] = []
  let isCut = false
  const options = { validate: () => [], maxObjects: MAX_OBSERVED }
  await readInput(context, input, options, async (items) => {
    for (const item of items) {
      if (item.kind === 'object') objects.push(item.value)
      else if (item.kind === 'fault' && item.final) isCut = true
    }
  })
  if (!isCut) return observationsIn(objects)
  complain(context, {
    code: 'file-unreadable',
    sentence: sayBoth('unreadable', { file: input.label }),
  })
  return 'unreadable'
}
