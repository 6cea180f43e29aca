import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CompactTemplate, Terms } from '@concert/threads'
import type { CompactSummary } from '../../compacts/compact-summary.ts'
import { type AdminClient, connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { namesOf, standingText } from './compact-text.ts'

const DAY_MS = 86_400_000
const SIGN_WITHIN_DAYS = 30
const TYPES = ['identity', 'indicator', 'sighting']

const OPTIONS = {
  'title-en': {
    type: 'string',
    value: 'text',
    summary: { en: 'title in English', zh: '英文标题' },
  },
  'title-zh': {
    type: 'string',
    value: 'text',
    summary: { en: 'title in Chinese', zh: '中文标题' },
  },
  template: {
    type: 'string',
    value: 'name',
    choices: ['csirt', 'phishing', 'research', 'multilateral'],
    summary: { en: 'start from a template: title, text, terms', zh: '采用模板的标题、正文与条款' },
  },
  version: {
    type: 'string',
    value: 'file',
    summary: {
      en: 'JSON file with title, text and terms, as `concert compact template` writes it',
      zh: '含标题、正文与条款的 JSON 文件，格式与 `concert compact template` 的输出相同',
    },
  },
  tlp: {
    type: 'string',
    value: 'label',
    choices: ['clear', 'green', 'amber', 'amber+strict', 'red'],
    summary: { en: 'highest TLP that may flow', zh: '允许流动的最高 TLP 级别' },
  },
  type: {
    type: 'string',
    value: 'type',
    multiple: true,
    summary: { en: 'STIX object type that may flow', zh: '允许流动的 STIX 对象类型' },
  },
  days: {
    type: 'integer',
    value: 'days',
    min: 1,
    max: 3650,
    default: '365',
    summary: { en: 'validity from now', zh: '自即日起的有效天数' },
  },
} as const

type Draft = Pick<CompactTemplate, 'title' | 'text'> & { readonly terms: Partial<Terms> }

/** `concert compact propose PEER…`: proposes and signs for this side. */
export const compactPropose = defineCommand({
  options: OPTIONS,
  positionals: {
    peer: {
      many: true,
      summary: { en: 'node ids of the other parties', zh: '其他各方的节点编号' },
    },
  },
  examples: [
    'concert compact propose PEER --template phishing --days 180',
    'concert compact propose PEER --title-en "Phishing domains" --title-zh "钓鱼域名" --tlp green',
  ],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const draft = await draftOf(context, admin.value)
    if (typeof draft === 'number') return draft
    const json = { peers: context.args.positionals.peer, ...draft, ...validity(context) }
    return await send(context, admin.value, '/api/v1/compacts', json)
  },
})

/** `concert compact amend ID`: proposes another version and signs it for this side. */
export const compactAmend = defineCommand({
  options: OPTIONS,
  positionals: { id: { summary: { en: 'id of the compact', zh: '合作约定编号' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const draft = await draftOf(context, admin.value)
    if (typeof draft === 'number') return draft
    const json = { compact: context.args.positionals.id, ...draft, ...validity(context) }
    return await send(context, admin.value, '/api/v1/compacts/amend', json)
  },
})

/** `concert compact sign DIGEST`. */
export const compactSign = defineCommand({
  options: {},
  positionals: {
    digest: { summary: { en: 'digest of the proposed version', zh: '提议版本的摘要' } },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { digest: context.args.positionals.digest }
    return await send(context, admin.value, '/api/v1/compacts/sign', json)
  },
})

/** `concert compact template NAME`: writes a template to edit. */
export const compactTemplate = defineCommand({
  options: {},
  positionals: {
    name: {
      summary: {
        en: 'csirt, phishing, research, multilateral',
        zh: '模板名称：csirt、phishing、research、multilateral',
      },
    },
  },
  examples: ['concert compact template csirt > version.json'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const found = await templateNamed(context, admin.value, context.args.positionals.name)
    if (typeof found === 'number') return found
    context.out.write(`${JSON.stringify(found, null, 2)}\n`)
    return EXIT.ok
  },
})

type ProposeContext = CommandContext<typeof OPTIONS>

function validity({ args }: ProposeContext) {
  const now = Date.now()
  const at = (ms: number) => new Date(ms).toISOString()
  return {
    from: at(now - DAY_MS),
    until: at(now + (args.options.days ?? 365) * DAY_MS),
    signBy: at(now + SIGN_WITHIN_DAYS * DAY_MS),
  }
}

/** What the options say, on top of the file or the template they name. */
async function draftOf(context: ProposeContext, admin: AdminClient): Promise<Draft | number> {
  const { options } = context.args
  const base = await baseOf(context, admin)
  if (typeof base === 'number') return base
  const title = {
    en: options['title-en'] ?? base?.title.en,
    zh: options['title-zh'] ?? base?.title.zh,
  }
  if (title.en === undefined || title.zh === undefined) {
    complain(context, {
      code: 'title-missing',
      sentence: {
        en: 'A compact needs a title in both languages: --title-en and --title-zh, --template or --version.',
        zh: '合作约定须有双语标题：请使用 --title-en 与 --title-zh，或 --template、--version。',
      },
    })
    return EXIT.usage
  }
  const terms = base?.terms ?? {}
  const asked = (options.type?.length ?? 0) > 0 || options.tlp !== undefined || !base
  const intelligence = asked ? intelligenceOf(options, terms) : terms.intelligence
  return {
    title: { en: title.en, zh: title.zh },
    text: base?.text ?? [],
    terms: { ...terms, ...(intelligence === undefined ? {} : { intelligence }) },
  }
}

function intelligenceOf(
  options: ProposeContext['args']['options'],
  { intelligence }: Partial<Terms>,
): Terms['intelligence'] {
  const types = options.type && options.type.length > 0 ? options.type : intelligence?.types
  return {
    attribution: false,
    onward: false,
    retention_days: 365,
    ...intelligence,
    tlp: options.tlp ?? intelligence?.tlp ?? 'green',
    types: (types ?? TYPES).toSorted(),
  }
}

async function baseOf(
  context: ProposeContext,
  admin: AdminClient,
): Promise<Draft | undefined | number> {
  const { template, version } = context.args.options
  if (version !== undefined) return await versionFile(context, version)
  return template === undefined ? undefined : await templateNamed(context, admin, template)
}

async function versionFile(context: CommandContext, path: string): Promise<Draft | number> {
  try {
    const draft = JSON.parse(await readFile(resolve(path), 'utf8')) as Partial<Draft> | null
    if (draft?.title && Array.isArray(draft.text) && draft.terms) {
      const { title, text, terms } = draft
      return { title, text, terms }
    }
  } catch {
    // Told below, like a file of another shape.
  }
  complain(context, {
    code: 'version-file',
    sentence: {
      en: `${path}: cannot be read, or is not JSON with title, text and terms.`,
      zh: `${path}：无法读取，或不是含 title、text、terms 的 JSON。`,
    },
  })
  return EXIT.usage
}

async function templateNamed(
  context: CommandContext,
  admin: AdminClient,
  name: string,
): Promise<Draft | number> {
  const answer = await admin.get<{ readonly templates: readonly CompactTemplate[] }>(
    '/api/v1/compacts/templates',
  )
  if (!answer.ok) return reportRefusal(context, answer)
  const found = answer.value.templates.find((entry) => entry.id === name)
  if (found) return { title: found.title, text: found.text, terms: found.terms }
  const names = answer.value.templates.map((entry) => entry.id)
  complain(context, {
    code: 'unknown-template',
    sentence: {
      en: `There is no template ${name}. There are: ${names.join(', ')}.`,
      zh: `没有名为 ${name} 的模板。现有模板：${names.join('、')}。`,
    },
  })
  return EXIT.usage
}

async function send(
  context: CommandContext,
  admin: AdminClient,
  path: string,
  json: object,
): Promise<number> {
  const answer = await admin.post<CompactSummary>(path, { json })
  if (!answer.ok) return reportRefusal(context, answer)
  const names = await namesOf(admin, context.lang)
  print(context, answer.value, (compact) => standingText(context.lang, compact, names))
  return EXIT.ok
}
