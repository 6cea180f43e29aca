import type { CompactSummary } from '../../compacts/compact-summary.ts'
import type { VersionView } from '../../compacts/compacts.ts'
import type { Bilingual, Language } from '../../i18n/language.ts'
import type { KeptCompact, RetentionView } from '../../intel/retention/retention-desk.ts'
import type { ObjectPageView } from '../../intel/search/object-page.ts'
import { type AdminClient, connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { textTable } from '../text-table.ts'
import { titleLine } from './compact-text.ts'

const TEXTS = {
  compact: { en: 'Compact', zh: '合作约定' },
  title: { en: 'Title', zh: '标题' },
  days: { en: 'Days kept', zh: '保存天数' },
  next: { en: 'Next deleted', zh: '下次删除' },
  soon: { en: 'Within 7 days', zh: '7 天内删除' },
  none: {
    en: 'Nothing is kept that came under a compact.',
    zh: '没有依据合作约定收到并保存的内容。',
  },
  begins: {
    en: 'An earlier version of this node deleted nothing. It begins at',
    zh: '本节点的旧版本不删除内容，开始删除的时间：',
  },
  author: { en: 'Author', zh: '作者节点' },
  version: { en: 'Version', zh: '版本' },
  until: { en: 'Kept until', zh: '保存至' },
  unbound: { en: 'no limit: it is ours', zh: '无期限：属于本方' },
} as const satisfies Record<string, Bilingual>

/** `concert compact kept [ID]`: what the node deletes when, by compact, or until when an object stays. */
export const compactKept = defineCommand({
  options: {},
  positionals: {
    id: {
      optional: true,
      summary: { en: 'STIX id of an object', zh: '对象的 STIX 编号' },
    },
  },
  examples: [
    'concert compact kept',
    'concert compact kept indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
  ],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { id } = context.args.positionals
    return id === undefined ? await all(context, admin.value) : await one(context, admin.value, id)
  },
})

async function all(context: CommandContext, admin: AdminClient) {
  const answer = await admin.get<RetentionView>('/api/v1/compacts/kept')
  if (!answer.ok) return reportRefusal(context, answer)
  const titles = context.json ? new Map() : await titlesOf(admin, answer.value.compacts)
  print(context, answer.value, (view) => viewText(context.lang, view, titles))
  return EXIT.ok
}

async function one(context: CommandContext, admin: AdminClient, id: string) {
  const answer = await admin.post<ObjectPageView>('/api/v1/intel/object', { json: { id } })
  if (!answer.ok) return reportRefusal(context, answer)
  const kept = answer.value.versions.map(({ modified, source, kept }) => {
    return { modified, source, kept: kept && { ...kept, until: timeOf(kept.until) } }
  })
  print(context, { id, kept }, () => {
    const { lang } = context
    const columns = (['author', 'until', 'days', 'compact', 'version'] as const).map((key) => {
      return { title: TEXTS[key][lang] }
    })
    const rows = kept.map(({ source, kept }) => [
      source.slice(0, 8),
      kept?.until ?? TEXTS.unbound[lang],
      String(kept?.days ?? ''),
      kept?.compact.slice(0, 8) ?? '',
      kept?.version.slice(0, 8) ?? '',
    ])
    return textTable(columns, rows)
  })
  return EXIT.ok
}

/** Titles in both languages, by the id of the compact. */
async function titlesOf(
  admin: AdminClient,
  kept: readonly KeptCompact[],
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>()
  for (const { compact, versions } of kept) {
    const json = { digest: versions.at(-1)?.version }
    const version = await admin.post<VersionView>('/api/v1/compacts/version', { json })
    titles.set(compact, titleLine(version.ok ? version.value.words : null))
  }
  return titles
}

function viewText(
  lang: Language,
  { begins, compacts }: RetentionView,
  titles: ReadonlyMap<CompactSummary['id'], string>,
): string {
  const notice = begins === null ? '' : `${TEXTS.begins[lang]} ${begins}\n`
  if (compacts.length === 0) return `${notice}${TEXTS.none[lang]}\n`
  const columns = (['compact', 'title', 'days', 'next', 'soon'] as const).map((key) => {
    return { title: TEXTS[key][lang] }
  })
  const rows = compacts.map(({ compact, versions, next, soon }) => [
    compact.slice(0, 8),
    titles.get(compact) ?? '',
    [...new Set(versions.map(({ days }) => days))].join(', '),
    next,
    String(soon),
  ])
  return notice + textTable(columns, rows)
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
