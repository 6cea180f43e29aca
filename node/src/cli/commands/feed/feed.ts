import { feedSentence } from '../../../feeds/feed-codes.ts'
import type { FeedPreview } from '../../../feeds/feed-desk.ts'
import type { FeedView } from '../../../feeds/feed-rows.ts'
import type { FeedProgress, FeedReading } from '../../../feeds/read-feed.ts'
import type { Language } from '../../../i18n/language.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { createProgress } from '../../progress.ts'
import { textTable } from '../../text-table.ts'
import { safeText } from '../../width.ts'
import { say } from './texts.ts'

const NAME = { name: { summary: { en: 'name of the feed', zh: '情报源名称' } } } as const

/** `concert feed list` */
export const feedList = defineCommand({
  options: {},
  positionals: {},
  run: (context) => show(context, undefined, listText),
})

/** `concert feed health [NAME]`: exit code 1 when a feed fails. */
export const feedHealth = defineCommand({
  options: {},
  positionals: { name: { ...NAME.name, optional: true } },
  run: (context) => show(context, context.args.positionals.name, healthText),
})

/** `concert feed preview NAME` */
export const feedPreview = defineCommand({
  options: {},
  positionals: NAME,
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { name } = context.args.positionals
    const answer = await admin.value.post<FeedPreview>('/api/v1/feeds/preview', { json: { name } })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (value) => previewText(context.lang, name, value))
    return answer.value.code === null || answer.value.sample.length > 0 ? EXIT.ok : EXIT.refused
  },
})

/** `concert feed enable NAME`: after a preview. */
export const feedEnable = change('enable', 'was-enabled')

/** `concert feed disable NAME` */
export const feedDisable = change('disable', 'was-disabled')

/** `concert feed remove NAME` */
export const feedRemove = change('remove', 'was-removed')

/** `concert feed run NAME`: reads it now. */
export const feedRun = defineCommand({
  options: {},
  positionals: NAME,
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { lang } = context
    const progress = createProgress(context.err, Date.now)
    const answer = await admin.value.stream<{ event: 'progress' } & FeedProgress, FeedReading>(
      '/api/v1/feeds/run',
      { json: { name: context.args.positionals.name } },
      ({ read, added }) => progress.update(say(lang, 'progress', { read, added })),
    )
    progress.clear()
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (value) => readingText(lang, value))
    return answer.value.code === null ? EXIT.ok : EXIT.refused
  },
})

function change(how: 'enable' | 'disable' | 'remove', done: Parameters<typeof say>[1]) {
  return defineCommand({
    options: {},
    positionals: NAME,
    async run(context) {
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const { name } = context.args.positionals
      const answer = await admin.value.post<object>(`/api/v1/feeds/${how}`, { json: { name } })
      if (!answer.ok) return reportRefusal(context, answer)
      print(context, { name }, () => `${say(context.lang, done, { name })}\n`)
      return EXIT.ok
    },
  })
}

async function show(
  context: CommandContext,
  name: string | undefined,
  render: (lang: Language, feeds: readonly FeedView[]) => string,
): Promise<number> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const answer = await admin.value.get<{ feeds: readonly FeedView[] }>('/api/v1/feeds')
  if (!answer.ok) return reportRefusal(context, answer)
  const feeds = answer.value.feeds.filter((feed) => name === undefined || feed.name === name)
  print(context, { feeds }, () => render(context.lang, feeds))
  const isFailing = render === healthText && feeds.some(({ code }) => code !== null)
  return isFailing || (name !== undefined && feeds.length === 0) ? EXIT.refused : EXIT.ok
}

function listText(lang: Language, feeds: readonly FeedView[]): string {
  if (feeds.length === 0) return `${say(lang, 'none')}\n`
  return textTable(
    [
      { title: say(lang, 'name') },
      { title: say(lang, 'kind') },
      { title: 'TLP' },
      { title: say(lang, 'state') },
      { title: say(lang, 'due') },
      { title: say(lang, 'added'), align: 'right' },
      { title: 'URL' },
    ],
    feeds.map((feed) => [
      feed.name,
      feed.kind,
      feed.tlp.toUpperCase(),
      stateText(lang, feed),
      feed.due ?? '',
      feed.objectsAdded,
      feed.url,
    ]),
  )
}

function healthText(lang: Language, feeds: readonly FeedView[]): string {
  if (feeds.length === 0) return `${say(lang, 'none')}\n`
  const never = say(lang, 'never')
  return feeds
    .map((feed) => {
      const { polls, objectsRead, objectsAdded, faults, bytesRead, code, lastFaults } = feed
      const counts = { polls, read: objectsRead, added: objectsAdded, faults, bytes: bytesRead }
      const times = {
        attempted: feed.attempted ?? never,
        succeeded: feed.succeeded ?? never,
        due: feed.due ?? never,
      }
      const lines = [
        `${feed.name}  ${stateText(lang, feed)}`,
        `  ${say(lang, 'health-times', times)}`,
        `  ${say(lang, 'health-counts', counts)}`,
        ...(code === null ? [] : [`  ${codeText(lang, code)}`]),
      ]
      return `${lines.join('\n')}\n${faultLines(lang, lastFaults)}`
    })
    .join('\n')
}

function stateText(lang: Language, feed: FeedView): string {
  if (feed.running) return say(lang, 'state-running')
  if (feed.enabled && feed.failures > 0) return say(lang, 'state-failing', { count: feed.failures })
  if (feed.enabled) return say(lang, 'state-on')
  return say(lang, feed.previewed === null ? 'state-new' : 'state-off')
}

function previewText(lang: Language, name: string, preview: FeedPreview): string {
  const { read, types, tlp, sample, faultCount, faults, code } = preview
  const counts = (all: Readonly<Record<string, number>>) =>
    Object.entries(all)
      .map(([word, count]) => `${safeText(word)} ${count}`)
      .join(', ')
  const rows = sample.map((one) => [one.type, one.tlp.toUpperCase(), one.name])
  const table = [{ title: 'STIX' }, { title: 'TLP' }, { title: say(lang, 'title') }]
  const isFine = code === null || sample.length > 0
  return [
    `${say(lang, 'previewed', { read, faults: faultCount })}\n`,
    ...(code === null ? [] : [`${say(lang, 'stopped', { why: codeText(lang, code) })}\n`]),
    ...(rows.length === 0 ? [] : [`  ${counts(types)}\n  TLP: ${counts(tlp)}\n`]),
    ...(rows.length === 0 ? [] : [textTable(table, rows)]),
    faultLines(lang, faults),
    ...(isFine ? [`${say(lang, 'enable', { name })}\n`] : []),
  ].join('')
}

function readingText(lang: Language, reading: FeedReading): string {
  const { read, added, faultCount, faults, code } = reading
  const done = `${say(lang, 'done', { read, added, faults: faultCount })}\n`
  const why = code === null ? '' : `${say(lang, 'stopped', { why: codeText(lang, code) })}\n`
  return `${done}${why}${faultLines(lang, faults)}`
}

function faultLines(
  lang: Language,
  faults: readonly { readonly code: string; readonly at: string }[],
): string {
  return faults.map(({ code, at }) => `  ${safeText(at)}: ${codeText(lang, code)}\n`).join('')
}

function codeText(lang: Language, code: string): string {
  return `${feedSentence(code)?.[lang] ?? ''} [${safeText(code)}]`
}
