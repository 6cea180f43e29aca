import { parseArgs } from 'node:util'
import { type Report, simulate } from './simulate.ts'
import { actionsText, DEEDS, type Lang, say, sideText } from './text.ts'

interface Options {
  readonly seed: number
  readonly steps: number
  readonly postgres: boolean
  readonly json: boolean
  readonly lang: Lang
}

const options = readOptions()
if (typeof options === 'number') process.exit(options)
process.exitCode = await run(options)

/** @returns an exit code when there is nothing to run */
function readOptions(): Options | number {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        steps: { type: 'string', default: '400' },
        postgres: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        lang: { type: 'string' },
      },
    })
    const locale = values.lang ?? process.env.LC_ALL ?? process.env.LANG ?? 'en'
    const lang: Lang = locale.startsWith('zh') ? 'zh' : 'en'
    const [seed, steps] = [Number(values.seed), Number(values.steps)]
    const isRight = [seed, steps].every((value) => Number.isSafeInteger(value) && value >= 0)
    if (values.help || !isRight) {
      process.stdout.write(`${say(lang, 'usage')}\n`)
      return values.help ? 0 : 2
    }
    return { seed, steps, postgres: values.postgres, json: values.json, lang }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    return 2
  }
}

async function run({ seed, steps, postgres, json, lang }: Options): Promise<number> {
  const isShown = process.stderr.isTTY
  const report = await simulate({
    seed,
    steps,
    postgres,
    onProgress: (step) => {
      const line = say(lang, 'step', { step, steps })
      if (isShown) process.stderr.write(`\r\u001b[K${line}`)
      else if (step % 50 === 0) process.stderr.write(`${line}\n`)
    },
  })
  if (isShown) process.stderr.write('\r\u001b[K')
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : text(report, lang))
  return report.wrong.length === 0 ? 0 : 1
}

function text({ seed, steps, actions, held, named, wrong }: Report, lang: Lang): string {
  const rows = named.map(({ deed, ...row }) => {
    return say(lang, isUnsigned(deed) ? 'unsigned' : 'row', {
      ...row,
      by: sideText(lang, row.by),
      deed: DEEDS[deed][lang],
    })
  })
  const faults = wrong.map(({ side, what }) => `  ${sideText(lang, side)}: ${what}`)
  const end = wrong.length === 0 ? [say(lang, 'right')] : [say(lang, 'wrong'), ...faults]
  const head = [
    say(lang, 'ran', { seed, steps, actions: actionsText(lang, actions) }),
    say(lang, 'held', { held }),
  ]
  return `${[...head, say(lang, 'named'), ...rows, ...end].join('\n')}\n`
}

function isUnsigned(deed: string): boolean {
  return deed === 'replay' || deed === 'flood'
}
