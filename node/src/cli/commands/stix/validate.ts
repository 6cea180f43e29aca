import { hash } from 'node:crypto'
import { createValidator, type StixFault, type StixStreamItem } from '@concert/stix'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { writeOut } from '../../write-out.ts'
import { faultJson, faultLine } from './fault-lines.ts'
import { findInputs, type InputFile } from './input-files.ts'
import { MODE_OPTION } from './options.ts'
import { readInput } from './read-inputs.ts'
import { say } from './texts.ts'

const LISTED = 1000
const sha1 = (data: Uint8Array) => hash('sha1', data, 'buffer')

/** `concert stix validate FILE…`: every rule of STIX 2.1 that the objects break. */
export const stixValidate = defineCommand({
  options: {
    mode: MODE_OPTION,
    limit: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      summary: {
        en: 'most faults to list for each file, 1000 unless given, all with --json; all are counted',
        zh: '每个文件最多列出的问题数，默认 1000，使用 --json 时不限；计数不受影响',
      },
    },
  },
  positionals: {
    file: {
      many: true,
      summary: {
        en: 'bundle, TAXII envelope, list, object or NDJSON; - is standard input',
        zh: '集合、TAXII 信封、列表、单个对象或 NDJSON；- 表示标准输入',
      },
    },
  },
  details: {
    en: 'Reads files of any size in little memory. Exit code 1 when anything is an error; warnings alone give 0. With --json every fault is a line of JSON, and the last line of each file is its summary.',
    zh: '可读取任意大小的文件，占用内存很少。有任何错误时退出码为 1，仅有警告时为 0。使用 --json 时每处问题输出一行 JSON，每个文件的最后一行为汇总。',
  },
  examples: [
    'concert stix validate bundle.json',
    'curl -s https://taxii.example/… | concert stix validate - --mode lenient --json',
  ],
  async run(context) {
    const inputs = await findInputs(context, context.args.positionals.file)
    if (inputs === undefined) return EXIT.usage
    const { mode = 'strict', limit = defaultLimit(context) } = context.args.options
    const validate = createValidator({ mode, contents: { sha1 } })
    let errors = 0
    for (const input of inputs) {
      const listing = new Listing(context, input, limit)
      await readInput(context, input, { validate }, (items) => listing.take(items))
      await listing.end()
      errors += listing.errors
    }
    return errors > 0 ? EXIT.refused : EXIT.ok
  },
})

/** A program reads everything, a person does not. */
function defaultLimit({ json }: CommandContext): number {
  return json ? Number.POSITIVE_INFINITY : LISTED
}

/** Lists the faults of one file, and counts. */
class Listing {
  readonly #context: CommandContext
  readonly #input: InputFile
  readonly #limit: number
  #objects = 0
  #valid = 0
  #listed = 0
  #warnings = 0
  /** Whether a bundle says that it is of another version. */
  #isOld = false
  errors = 0

  constructor(context: CommandContext, input: InputFile, limit: number) {
    this.#context = context
    this.#input = input
    this.#limit = limit
  }

  async take(items: readonly StixStreamItem[]): Promise<void> {
    let lines = ''
    for (const item of items) {
      if (item.kind === 'object') this.#valid += item.valid ? 1 : 0
      if (item.kind === 'object' || (item.kind === 'fault' && item.index !== undefined)) {
        this.#objects++
      }
      for (const fault of item.faults) lines += this.#line(item, fault)
    }
    await writeOut(this.#context.out, lines)
  }

  async end(): Promise<void> {
    const counts = {
      objects: this.#objects,
      valid: this.#valid,
      errors: this.errors,
      warnings: this.#warnings,
    }
    const { lang, json, out } = this.#context
    if (json)
      return writeOut(out, `${JSON.stringify({ file: this.#input.name, summary: counts })}\n`)
    const count = this.errors + this.#warnings - this.#listed
    const more = count > 0 ? `${say(lang, 'unlisted', { count })}\n` : ''
    const old = this.#isOld ? `${say(lang, 'old')}\n` : ''
    await writeOut(
      out,
      `${more}${say(lang, 'validated', { name: this.#input.label, ...counts })}\n${old}`,
    )
  }

  #line(item: StixStreamItem, fault: StixFault): string {
    if (fault.code === 'bundle-version') this.#isOld = true
    if (fault.severity === 'warning') this.#warnings++
    else this.errors++
    if (this.#listed >= this.#limit) return ''
    this.#listed++
    const id =
      item.kind === 'object' && typeof item.value.id === 'string' ? item.value.id : undefined
    const { lang, json } = this.#context
    const file = json ? this.#input.name : this.#input.label
    const at = { file, place: item.kind === 'shell' ? '' : item.place, id }
    return json ? faultJson(at, fault) : faultLine(lang, at, fault)
  }
}
