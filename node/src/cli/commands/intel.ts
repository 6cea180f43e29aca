import { resolve } from 'node:path'
import type { JsonObject } from '@concert/core'
import { RETRACT_REASONS } from '@concert/envelope'
import type { Language } from '../../i18n/language.ts'
import { translate } from '../../i18n/translate.ts'
import type { ImportEvent, ToldFault } from '../../intel/import-file.ts'
import type { ObjectPage } from '../../intel/intelligence.ts'
import { nameOf } from '../../intel/search/named.ts'
import type { Released, ReleaseProgress } from '../../release/release-desk.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { textTable } from '../text-table.ts'
import { safeText } from '../width.ts'
import { AS } from './release/options.ts'

const TLP = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
type ImportDone = Extract<ImportEvent, { event: 'done' }>

/** `concert import FILE`: STIX bundle, list of domains, URLs and addresses. */
export const importCommand = defineCommand({
  options: {
    tlp: {
      type: 'string',
      value: 'label',
      choices: TLP,
      default: 'green',
      summary: { en: 'TLP of the entries of a list', zh: '列表条目的 TLP 级别' },
    },
    label: {
      type: 'string',
      value: 'text',
      multiple: true,
      summary: { en: 'label of the entries of a list', zh: '列表条目的标签' },
    },
    confidence: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: 100,
      summary: { en: 'confidence of the entries of a list', zh: '列表条目的可信度' },
    },
  },
  positionals: { file: { summary: { en: 'file to import', zh: '要导入的文件' } } },
  examples: ['concert import phishing.txt --tlp green --label phishing'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { tlp = 'green', label, confidence } = context.args.options
    const path = resolve(context.args.positionals.file)
    const json = {
      path,
      tlp,
      labels: label ?? [],
      ...(confidence === undefined ? {} : { confidence }),
    }
    const progress = createProgress(context.err, Date.now)
    const answer = await admin.value.stream<ImportEvent, ImportDone>(
      '/api/v1/import',
      { json },
      (event) => {
        if (event.event === 'progress') progress.update(String(event.read))
      },
    )
    progress.clear()
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (done) => {
      const { read, added, faultCount } = done
      const lines = done.faults.map((fault) => `  ${faultText(context.lang, fault)}\n`)
      return `${translate(context.lang, 'import.done', { read, added, faults: faultCount })}\n${lines.join('')}`
    })
    return EXIT.ok
  },
})

function faultText(lang: 'en' | 'zh', { at, code, message }: ToldFault): string {
  return `${at}: ${message?.[lang] ?? code}`
}

/** `concert share PEER`: everything of ours that the compact allows and the peer has not had. */
export const share = defineCommand({
  options: {
    tlp: {
      type: 'string',
      value: 'label',
      choices: TLP,
      default: 'green',
      summary: { en: 'highest TLP to share now', zh: '本次共享的最高 TLP 级别' },
    },
    as: AS,
  },
  positionals: { peer: { summary: { en: 'node id of the peer', zh: '对等节点的编号' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { tlp = 'green' } = context.args.options
    const { as } = context.args.options
    const json = { peer: context.args.positionals.peer, tlp, ...(as === undefined ? {} : { as }) }
    const progress = createProgress(context.err, Date.now)
    const answer = await admin.value.stream<{ event: 'progress' } & ReleaseProgress, Released>(
      '/api/v1/share',
      { json },
      (event) => progress.update(`${event.done}/${event.total}`),
    )
    progress.clear()
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ done, skipped, review, under }) => {
      const lines = [translate(context.lang, 'share.done', { done })]
      if (under.open > 1) {
        const title = safeText(under.title?.[context.lang] ?? '-')
        const { compact, version, open } = under
        const params = { title, compact: compact.slice(0, 8), version: version.slice(0, 8), open }
        lines.push(translate(context.lang, 'share.under', params))
      }
      if (skipped > 0) lines.push(translate(context.lang, 'share.skipped', { skipped }))
      if (review > 0) lines.push(translate(context.lang, 'share.review', { review }))
      return `${lines.join('\n')}\n`
    })
    return EXIT.ok
  },
})

/** `concert retract ID…`: takes objects of ours back from everybody who has them. */
export const retract = defineCommand({
  options: {
    reason: {
      type: 'string',
      value: 'code',
      choices: RETRACT_REASONS,
      required: true,
      summary: { en: 'why', zh: '原因' },
    },
  },
  positionals: { id: { many: true, summary: { en: 'STIX ids', zh: 'STIX 编号' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { ids: context.args.positionals.id, reason: context.args.options.reason }
    const answer = await admin.value.post<{ retracted: number }>('/api/v1/retract', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ retracted }) => {
      return `${translate(context.lang, 'retract.done', { retracted })}\n`
    })
    return EXIT.ok
  },
})

/** `concert sight ID…`: tells the author that its objects were seen here. */
export const sight = defineCommand({
  options: {
    count: {
      type: 'integer',
      value: 'number',
      min: 1,
      max: 1_000_000_000,
      default: '1',
      summary: { en: 'how often', zh: '命中次数' },
    },
    novel: {
      type: 'string',
      value: 'answer',
      choices: ['yes', 'no'],
      summary: {
        en: 'also say whether they were new to you; otherwise nothing is said of it',
        zh: '同时告知此前是否未掌握；默认不告知',
      },
    },
  },
  positionals: { id: { many: true, summary: { en: 'STIX ids', zh: 'STIX 编号' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { count = 1, novel } = context.args.options
    const ids = context.args.positionals.id
    const json = { ids, count, ...(novel !== undefined && { novel: novel === 'yes' }) }
    const answer = await admin.value.post<{ sightings: number }>('/api/v1/sight', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ sightings }) => {
      return `${translate(context.lang, 'sight.done', { sightings })}\n`
    })
    return EXIT.ok
  },
})

/** `concert objects`: what is in the store, own or received, a page at a time. */
export const objects = defineCommand({
  options: {
    from: {
      type: 'string',
      value: 'whom',
      choices: ['own', 'received'],
      summary: { en: 'only our own, or only received ones', zh: '仅本方对象，或仅收到的对象' },
    },
    type: {
      type: 'string',
      value: 'type',
      summary: { en: 'only of this STIX type', zh: '仅此 STIX 类型' },
    },
    after: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      summary: { en: 'go on after this number', zh: '从该序号之后继续' },
    },
  },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { from, type, after } = context.args.options
    const query = new URLSearchParams()
    if (from !== undefined) query.set('own', String(from === 'own'))
    if (type !== undefined) query.set('type', type)
    if (after !== undefined) query.set('after', String(after))
    const answer = await admin.value.get<ObjectPage>(`/api/v1/objects?${query}`)
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (page) => objectsText(context.lang, page))
    return EXIT.ok
  },
})

const COLUMNS = [
  ...(['objects.name', 'objects.id', 'objects.tlp', 'objects.modified'] as const),
  'status.retracted',
] as const

function objectsText(lang: Language, { objects: page, next }: ObjectPage): string {
  if (page.length === 0) return `${translate(lang, 'objects.none')}\n`
  const titles = COLUMNS.map((key) => ({ title: translate(lang, key) }))
  const rows = page.map(({ id, stixId, tlp, modified, retracted, body }) => {
    const name = nameOf(JSON.parse(body) as JsonObject).slice(0, 60)
    return [id, name, stixId, `TLP:${tlp.toUpperCase()}`, modified, retracted ? '✓' : '']
  })
  const more = next === null ? '' : `${translate(lang, 'objects.more', { after: next })}\n`
  return textTable([{ title: '#', align: 'right' }, ...titles], rows) + more
}
