import { hash, randomUUID } from 'node:crypto'
import { fromUtf8 } from '@concert/core'
import {
  type ExtractedFinding as Finding,
  objectsOfFindings,
  TLP_LEVELS,
  typeOfId,
  uniqueFindings,
} from '@concert/stix'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain } from '../../output.ts'
import { writeOut } from '../../write-out.ts'
import { findingJson, findingLine } from './finding-lines.ts'
import { findInputs, type InputFile } from './input-files.ts'
import { readSource, SOURCE_FORMATS } from './read-source.ts'
import { say, sayBoth } from './texts.ts'

/** `concert stix extract FILE…`: what a report, a mail or a table names. */
export const stixExtract = defineCommand({
  options: {
    format: {
      type: 'string',
      value: 'format',
      choices: SOURCE_FORMATS,
      summary: {
        en: 'what the files are; otherwise the name and the first bytes decide',
        zh: '文件格式；未给出时由文件名和内容判断',
      },
    },
    unique: {
      type: 'boolean',
      summary: { en: 'each value once, where it first stands', zh: '每个值只列一次，取首次出现处' },
    },
    clean: {
      type: 'boolean',
      summary: { en: 'leave out what carries a warning', zh: '略去带有警告的内容' },
    },
    stix: {
      type: 'boolean',
      summary: {
        en: 'write a bundle of observables and indicators instead; needs --creator',
        zh: '改为输出可观测数据和攻击指标的集合；需要 --creator',
      },
    },
    creator: {
      type: 'string',
      value: 'id',
      summary: { en: 'id of the identity that makes the objects', zh: '生成对象的身份的标识符' },
    },
    tlp: {
      type: 'string',
      value: 'label',
      choices: TLP_LEVELS,
      default: 'amber',
      summary: { en: 'TLP of the objects', zh: '对象的 TLP 级别' },
    },
  },
  positionals: {
    file: {
      many: true,
      summary: {
        en: 'text, e-mail (.eml), CSV, HTML or the text of a PDF; - is standard input',
        zh: '文本、电子邮件（.eml）、CSV、HTML 或 PDF 的文本；- 表示标准输入',
      },
    },
  },
  details: {
    en: 'Finds addresses, domain names, URLs, hashes, files and more, defanged or not, with the line and column in the source. Nobody has looked at them yet: warnings name private addresses, well-known names and what is unclear.',
    zh: '查找地址、域名、URL、哈希、文件等内容，无论是否经过防误点处理，并给出其在原文中的行列位置。结果未经人工核对：警告会指出内网地址、知名名称和含义不明之处。',
  },
  examples: [
    'concert stix extract report.txt --unique',
    'concert stix extract mail.eml --clean --stix --creator identity--… > found.json',
  ],
  async run(context) {
    const inputs = await findInputs(context, context.args.positionals.file)
    if (inputs === undefined) return EXIT.usage
    const { format, unique, clean, stix, creator, tlp = 'amber' } = context.args.options
    if (stix && (creator === undefined || typeOfId(creator) !== 'identity')) {
      complain(context, { code: 'usage-option', sentence: sayBoth('extract-creator') })
      return EXIT.usage
    }
    const sha256 = (data: Uint8Array) => hash('sha256', data, 'buffer')
    const all: Finding[] = []
    let isRefused = false
    for (const input of inputs) {
      context.signal.throwIfAborted()
      const read = await readSource(input, format, { sha256 })
      if (!read.ok) {
        complain(context, { code: read.code, sentence: read.sentence })
        isRefused = true
        continue
      }
      const wanted = clean ? read.value.findings.filter(isClean) : read.value.findings
      const findings = unique ? uniqueFindings(wanted) : wanted
      if (stix) all.push(...findings)
      else await list(context, input, findings)
      if (read.value.truncated) tellTruncated(context, input)
    }
    if (stix && creator !== undefined) await writeBundle(context, all, creator, tlp)
    return isRefused ? EXIT.refused : EXIT.ok
  },
})

function isClean({ warnings }: Finding): boolean {
  return warnings.length === 0
}

async function list(
  { lang, json, out }: CommandContext,
  { name, label }: InputFile,
  findings: readonly Finding[],
): Promise<void> {
  for (const finding of findings) {
    await writeOut(out, json ? findingJson(name, finding) : findingLine(lang, label, finding))
  }
  const counts = { findings: findings.length, warned: findings.filter((f) => !isClean(f)).length }
  const text = json
    ? JSON.stringify({ file: name, summary: counts })
    : say(lang, 'extract-summary', { name: label, ...counts })
  await writeOut(out, `${text}\n`)
}

function tellTruncated(context: CommandContext, { label }: InputFile): void {
  complain(context, { code: 'truncated', sentence: sayBoth('extract-truncated', { name: label }) })
}

async function writeBundle(
  context: CommandContext,
  findings: readonly Finding[],
  createdByRef: string,
  tlp: (typeof TLP_LEVELS)[number],
): Promise<void> {
  const now = new Date().toISOString()
  const of = { createdByRef, created: now, modified: now, validFrom: now, tlp }
  const sha1 = (data: Uint8Array) => hash('sha1', data, 'buffer')
  const { objects } = objectsOfFindings(findings, of, sha1)
  const texts = objects.map(({ bytes }) => `\n${fromUtf8(bytes)}`)
  const id = `bundle--${randomUUID()}`
  const body = objects.length === 0 ? '' : `,"objects":[${texts.join(',')}\n]`
  await writeOut(context.out, `{"type":"bundle","id":"${id}"${body}}\n`)
}
