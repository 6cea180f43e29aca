import { readFile } from 'node:fs/promises'
import type { Bilingual, Language } from '../../../i18n/language.ts'
import type { LookedUp } from '../../../intel/search/lookup.ts'
import { calledIn } from '../../../intel/search/named.ts'
import type { Answer } from '../../../intel/search/search-desk.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'

const TEXTS = {
  type: { en: 'Type', zh: '类型' },
  name: { en: 'Name or value', zh: '名称或取值' },
  tlp: { en: 'TLP', zh: 'TLP' },
  source: { en: 'Author', zh: '作者节点' },
  id: { en: 'STIX id', zh: 'STIX 编号' },
  value: { en: 'Value', zh: '取值' },
  kind: { en: 'Read as', zh: '识别为' },
  exact: { en: 'Known', zh: '已知' },
  around: { en: 'Around it', zh: '包含它的' },
  none: { en: 'Nothing was found.', zh: '未找到。' },
  more: { en: 'More: --after', zh: '更多：--after' },
  retracted: { en: 'retracted', zh: '已撤回' },
  readError: { en: 'The file cannot be read.', zh: '无法读取该文件。' },
} as const satisfies Record<string, Bilingual>

const LABELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
const VALUES_AT_ONCE = 10_000

/** `concert search QUERY`: what is known of a value, a network, a domain, a name. */
export const searchCommand = defineCommand({
  options: {
    type: {
      type: 'string',
      value: 'type',
      multiple: true,
      summary: { en: 'only objects of this STIX type', zh: '仅此 STIX 类型' },
    },
    tlp: {
      type: 'string',
      value: 'label',
      choices: LABELS,
      summary: { en: 'only objects with this label', zh: '仅此 TLP 级别' },
    },
    source: {
      type: 'string',
      value: 'node',
      summary: { en: 'only objects of this author', zh: '仅此作者节点的对象' },
    },
    after: {
      type: 'string',
      value: 'place',
      summary: { en: 'go on after the page before', zh: '从上一页之后继续' },
    },
  },
  positionals: {
    query: {
      summary: {
        en: 'address, network, domain, URL, hash, STIX id, AS number, or words of a name',
        zh: '地址、网段、域名、URL、哈希、STIX 编号、AS 号，或名称中的词',
      },
    },
  },
  examples: ['concert search 198.51.100.0/24', 'concert search 钓鱼'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { type, tlp, source, after } = context.args.options
    const json = {
      q: context.args.positionals.query,
      ...(type.length > 0 && { types: type }),
      ...(tlp && { tlps: [tlp] }),
      ...(source && { sources: [source] }),
      ...(after && { cursor: after }),
    }
    const answer = await admin.value.post<Answer>('/api/v1/intel/search', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (page) => pageText(context.lang, page))
    return EXIT.ok
  },
})

function pageText(lang: Language, { rows, next, names }: Answer): string {
  if (rows.length === 0 && next === null) return `${TEXTS.none[lang]}\n`
  const lines = rows.map(({ type, object, tlp, source, stixId, retracted }) => [
    retracted ? `${type} (${TEXTS.retracted[lang]})` : type,
    calledIn(object, names).slice(0, 60),
    `TLP:${tlp.toUpperCase()}`,
    source.slice(0, 12),
    stixId,
  ])
  const more = next === null ? '' : `\n${TEXTS.more[lang]} ${next}\n`
  return textTable(titled(lang, ['type', 'name', 'tlp', 'source', 'id']), lines) + more
}

/** `concert lookup FILE`: what is known of each value of a list, one a line. */
export const lookupCommand = defineCommand({
  options: {
    known: {
      type: 'boolean',
      summary: { en: 'only values of which something is known', zh: '仅列出已知的取值' },
    },
  },
  positionals: {
    file: { summary: { en: 'file with one value a line', zh: '每行一个取值的文件' } },
  },
  examples: ['concert lookup seen-last-night.txt --known'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const values = await linesOf(context, context.args.positionals.file)
    if (!values) return EXIT.refused
    const found: LookedUp[] = []
    for (let at = 0; at < values.length; at += VALUES_AT_ONCE) {
      const json = { values: values.slice(at, at + VALUES_AT_ONCE) }
      const answer = await admin.value.post<{ values: LookedUp[] }>('/api/v1/intel/lookup', {
        json,
      })
      if (!answer.ok) return reportRefusal(context, answer)
      found.push(...answer.value.values)
    }
    const isKnown = ({ exact, around }: LookedUp) => exact.length + around.length > 0
    const shown = context.args.options.known ? found.filter(isKnown) : found
    print(context, { values: shown }, () => lookupText(context.lang, shown))
    return EXIT.ok
  },
})

async function linesOf(context: CommandContext, file: string): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) context.err.write(`${TEXTS.readError[context.lang]}\n`)
  return text?.split(/\r?\n/).filter((line) => line.trim() !== '')
}

function lookupText(lang: Language, found: readonly LookedUp[]): string {
  if (found.length === 0) return `${TEXTS.none[lang]}\n`
  const short = (known: LookedUp['exact']) =>
    known.map(({ type, source }) => `${type} ${source.slice(0, 12)}`).join(', ')
  const rows = found.map(({ given, kind, exact, around }) => [
    given,
    kind,
    short(exact),
    short(around),
  ])
  return textTable(titled(lang, ['value', 'kind', 'exact', 'around']), rows)
}

function titled(lang: Language, keys: readonly (keyof typeof TEXTS)[]) {
  return keys.map((key) => ({ title: TEXTS[key][lang] }))
}
