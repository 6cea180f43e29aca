import { join } from 'node:path'
import { loadBenches } from './catalogue.ts'
import { runCli } from './cli.ts'
import { describeMachine } from './machine.ts'

const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''

process.exitCode = await runCli({
  args: process.argv.slice(2),
  benches: await loadBenches(join(import.meta.dirname, 'benches')),
  machine: describeMachine(),
  language: /^zh/i.test(locale) ? 'zh' : 'en',
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})
