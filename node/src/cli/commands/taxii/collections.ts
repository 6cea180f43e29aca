import type { Language } from '../../../i18n/language.ts'
import type { KnownCollection } from '../../../taxii/snapshot.ts'
import type { NewCollection } from '../../../taxii/taxii-desk.ts'
import type { Clause, ViewDefinition } from '../../../taxii/view-definition.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { rightsText } from './look.ts'
import { say, sayBoth } from './texts.ts'

/** `concert taxii collection add`: a view on what the node holds. */
export const collectionAdd = defineCommand({
  options: {
    'title-en': text('title', 'title in English', '英文标题', true),
    'title-zh': text('title', 'title in Chinese', '中文标题', true),
    'description-en': text('text', 'description in English', '英文说明'),
    'description-zh': text('text', 'description in Chinese', '中文说明'),
    alias: text(
      'name',
      'name that may stand for the id, of a-z, 0-9 and -',
      '可代替编号的名称，可用 a-z、0-9、-',
    ),
    source: list(
      'node',
      'only what this node gave: its id, or own',
      '仅来自该节点的内容：节点编号或 own',
    ),
    compact: list('id', 'only what was shared under this compact', '仅在该合作约定下共享的内容'),
    'max-tlp': {
      type: 'string',
      value: 'label',
      choices: ['clear', 'green', 'amber', 'amber+strict', 'red'],
      summary: { en: 'strictest TLP that is shown', zh: '所示内容的最高 TLP 级别' },
    },
    type: list('type', 'only this STIX type', '仅此 STIX 类型'),
    label: list('text', 'only objects with this label', '仅带此标签的对象'),
    confidence: number('least confidence', '最低可信度', 100),
    'max-age-days': number(
      'only what was added within so many days',
      '仅最近若干天内新增的内容',
      36_500,
    ),
    where: list(
      'condition',
      'only objects of which this holds: PATH=VALUE, PATH!=VALUE or PATH~PART',
      '仅满足此条件的对象：PATH=VALUE、PATH!=VALUE 或 PATH~PART',
    ),
    writable: {
      type: 'boolean',
      summary: { en: 'tokens may be allowed to add and delete', zh: '可授权令牌添加和删除' },
    },
    'write-only': {
      type: 'boolean',
      summary: {
        en: 'nobody may read it; implies --writable',
        zh: '任何人不得读取；即含 --writable',
      },
    },
  },
  positionals: {},
  details: {
    en: 'An object is in a collection when every condition that is given holds, and one of the values of each. What a token may see of it is decided for each token: `concert taxii token add`.',
    zh: '对象满足所给的每项条件（每项条件满足其中一个值即可）时属于该集合。令牌可见的内容由各令牌决定：`concert taxii token add`。',
  },
  examples: [
    'concert taxii collection add --title-en "For the SIEM" --title-zh "供 SIEM 使用" --alias siem --type indicator --confidence 50',
    'concert taxii collection add --title-en "Sightings in" --title-zh "命中反馈" --type sighting --source own --write-only',
  ],
  async run(context) {
    const { options } = context.args
    const where = options.where.map(clauseOf)
    if (!where.every((each) => each !== undefined)) {
      complain(context, { code: 'where', sentence: sayBoth('where') })
      return EXIT.usage
    }
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const view: ViewDefinition = {
      ...(options.source.length > 0 && { sources: options.source }),
      ...(options.compact.length > 0 && { compacts: options.compact }),
      ...(options['max-tlp'] && { tlp: options['max-tlp'] }),
      ...(options.type.length > 0 && { types: options.type }),
      ...(options.label.length > 0 && { labels: options.label }),
      ...(options.confidence !== undefined && { confidence: options.confidence }),
      ...(options['max-age-days'] !== undefined && { maxAgeDays: options['max-age-days'] }),
      ...(where.length > 0 && { where }),
    }
    const json: NewCollection = {
      title: { en: options['title-en'], zh: options['title-zh'] },
      description: {
        en: options['description-en'] ?? '',
        zh: options['description-zh'] ?? '',
      },
      ...(options.alias !== undefined && { alias: options.alias }),
      view,
      readable: !options['write-only'],
      writable: options.writable || options['write-only'],
    }
    const answer = await admin.value.post<{ id: string }>('/api/v1/taxii/collections', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ id }) => `${say(context.lang, 'was-collection', { id })}\n`)
    return EXIT.ok
  },
})

/** `concert taxii collection list` */
export const collectionList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ collections: readonly KnownCollection[] }>(
      '/api/v1/taxii/collections',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ collections }) => listText(context.lang, collections))
    return EXIT.ok
  },
})

/** `concert taxii collection remove NAME` */
export const collectionRemove = defineCommand({
  options: {},
  positionals: { name: { summary: { en: 'id or alias', zh: '编号或别名' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { name } = context.args.positionals
    const answer = await admin.value.post<{ id: string }>('/api/v1/taxii/collections/remove', {
      json: { name },
    })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ id }) => `${say(context.lang, 'was-removed', { id })}\n`)
    return EXIT.ok
  },
})

/** `pattern_type=sigma`, `name!=x`, `external_references.source_name~cve`. */
function clauseOf(text: string): Clause | undefined {
  const parts = /^([\w-]{1,100}(?:\.[\w-]{1,100}){0,9})(=|!=|~)(.{0,500})$/su.exec(text)
  if (parts === null) return undefined
  const [, path = '', sign = '', value = ''] = parts
  return { path, how: sign === '~' ? 'contains' : sign === '=' ? 'is' : 'is-not', value }
}

function listText(lang: Language, collections: readonly KnownCollection[]): string {
  if (collections.length === 0) return `${say(lang, 'none')}\n`
  return textTable(
    [
      { title: say(lang, 'collection') },
      { title: say(lang, 'alias') },
      { title: say(lang, 'rights') },
      { title: say(lang, 'view') },
      { title: say(lang, 'title') },
    ],
    collections.map(({ id, alias = '', readable, writable, view, title }) => [
      id,
      alias,
      rightsText(lang, readable, writable),
      viewText(lang, view),
      title[lang],
    ]),
  )
}

function viewText(lang: Language, view: ViewDefinition): string {
  const signs = { is: '=', 'is-not': '!=', contains: '~' } as const
  const { sources, compacts, tlp, types, labels, confidence, maxAgeDays, where = [] } = view
  const parts = [
    ...(sources ?? []).map((id) => `source=${id.slice(0, 12)}`),
    ...(compacts ?? []).map((id) => `compact=${id.slice(0, 12)}`),
    ...(tlp ? [`TLP≤${tlp.toUpperCase()}`] : []),
    ...(types ?? []),
    ...(labels ?? []).map((label) => `label=${label}`),
    ...(confidence === undefined ? [] : [`confidence≥${confidence}`]),
    ...(maxAgeDays === undefined ? [] : [`≤${maxAgeDays}d`]),
    ...where.map(({ path, how, value }) => `${path}${signs[how]}${value}`),
  ]
  return parts.length === 0 ? say(lang, 'everything') : parts.join(' ')
}

function text<const R extends boolean = false>(
  value: string,
  en: string,
  zh: string,
  required?: R,
) {
  const isRequired = (required ?? false) as R
  return { type: 'string', value, required: isRequired, summary: { en, zh } } as const
}

function list(value: string, en: string, zh: string) {
  return { type: 'string', value, multiple: true, summary: { en, zh } } as const
}

function number(en: string, zh: string, max: number) {
  const min = max === 100 ? 0 : 1
  return { type: 'integer', value: 'number', min, max, summary: { en, zh } } as const
}
