import type { CompactChange, CompactText, TermLine } from '@concert/threads'
import type { CompactSummary } from '../../compacts/compact-summary.ts'
import type { VersionView } from '../../compacts/compacts.ts'
import { translate } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { definitionList } from '../text-table.ts'
import { safeText } from '../width.ts'
import { type Names, namesOf, standingText, titleLine } from './compact-text.ts'

const UNKNOWN = {
  en: 'There is no compact and no version of one by that id here.',
  zh: '本节点没有该编号的合作约定或其版本。',
} as const

/**
 * `concert compact show ID`: all that somebody needs to read before they sign: title and paragraphs
 * in both languages, every term in words, who has signed and who has not, what is suspended.
 */
export const compactShow = defineCommand({
  options: {},
  positionals: {
    id: {
      summary: {
        en: 'id of the compact, or digest of one of its versions',
        zh: '合作约定编号，或其某一版本的摘要',
      },
    },
  },
  details: {
    en: 'With the id of a compact it shows the version in force, before that the newest that was proposed; with the digest of a version, that one. Both languages are shown, whatever --lang says: they are equally authentic.',
    zh: '给出合作约定编号时，显示生效版本；尚未生效时，显示最新提议的版本。给出版本摘要时，显示该版本。无论 --lang 为何，均显示双语文本：两种文本同等作准。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { id } = context.args.positionals
    const answer = await admin.value.get<{ readonly compacts: readonly CompactSummary[] }>(
      '/api/v1/compacts',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const compact = answer.value.compacts.find(
      (entry) => entry.id === id || entry.proposals.some(({ digest }) => digest === id),
    )
    if (!compact) {
      complain(context, { code: 'unknown-compact', sentence: UNKNOWN, at: id })
      return EXIT.refused
    }
    const digest = versionOf(compact, id)
    const version = await admin.value.post<VersionView>('/api/v1/compacts/version', {
      json: { digest },
    })
    if (!version.ok) return reportRefusal(context, version)
    const names = await namesOf(admin.value, context.lang)
    print(context, { compacts: [compact], digest, version: version.value }, () => {
      const { words, lines } = version.value
      const head = `${titleLine(words)}\n${standingText(context.lang, compact, names)}`
      const proposal = compact.proposals.find((each) => each.digest === digest)
      const valid = proposal ? validityText(context, proposal, names) : ''
      return `${head}\n${versionText(context, digest, valid, words, lines)}`
    })
    return EXIT.ok
  },
})

/** An id of a compact is the digest of its first version: it stands for the whole. */
function versionOf({ id: whole, digest, proposals }: CompactSummary, id: string): string {
  return id === whole ? (digest ?? proposals.at(-1)?.digest ?? id) : id
}

function validityText(
  { lang }: Pick<CommandContext, 'lang'>,
  { by, from, until }: CompactSummary['proposals'][number],
  names: Names,
): string {
  return `${translate(lang, 'compact.validity', { party: names(by), from, until })}\n`
}

function versionText(
  { lang }: Pick<CommandContext, 'lang'>,
  digest: string,
  valid: string,
  words: CompactText | null,
  lines: readonly TermLine[],
): string {
  const head = `${translate(lang, 'compact.version')} ${digest}\n${valid}`
  const terms = definitionList(
    lines.map(({ label, value }) => [safeText(label[lang]), safeText(value[lang])]),
  )
  if (words === null) return `${head}${translate(lang, 'compact.no-words')}\n\n${terms}`
  const text = words.text
    .map(({ en, zh }, i) => `${i + 1}. ${safeText(en)}\n   ${safeText(zh)}\n`)
    .join('')
  return `${head}${text}\n${terms}`
}

/** `concert compact diff DIGEST`: what a version changes. */
export const compactDiff = defineCommand({
  options: {
    before: {
      type: 'string',
      value: 'digest',
      summary: {
        en: 'the version to compare with; otherwise the one that is to be replaced',
        zh: '作比较的版本；默认为将被取代的版本',
      },
    },
  },
  positionals: { digest: { summary: { en: 'digest of the version', zh: '版本的摘要' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { before } = context.args.options
    const after = context.args.positionals.digest
    const json = { after, ...(before === undefined ? {} : { before }) }
    const answer = await admin.value.post<{ readonly changes: readonly CompactChange[] }>(
      '/api/v1/compacts/diff',
      { json },
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ changes }) =>
      changes.length === 0
        ? `${translate(lang, 'compact.same')}\n`
        : changes.map((each) => `${safeText(each.sentence[lang])}\n${pairText(each)}`).join(''),
    )
    return EXIT.ok
  },
})

/** Of a title or a paragraph what stood there and what stands there now, in both languages. */
function pairText({ path, before, after }: CompactChange): string {
  if (path !== 'title' && !path.startsWith('text.')) return ''
  const lines = (sign: string, pair: unknown) => {
    const { en, zh } = (pair ?? {}) as { readonly en?: string; readonly zh?: string }
    return en === undefined ? '' : `  ${sign} ${safeText(en)}\n  ${sign} ${safeText(zh ?? '')}\n`
  }
  return lines('-', before) + lines('+', after)
}
