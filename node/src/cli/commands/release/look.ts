import { translate } from '../../../i18n/translate.ts'
import type { AuditLine } from '../../../release/audit.ts'
import type { QueueView } from '../../../release/queue.ts'
import { OUTCOME_WORDS, REASON_SENTENCES } from '../../../release/reasons.ts'
import type { Preview, RulesView } from '../../../release/release-desk.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { PEER, TLP_OPTION } from './options.ts'
import { secondPersonText } from './second-person.ts'
import { findingLines, titles } from './text.ts'
import { ACTION_WORDS, STATE_WORDS, wordFor } from './words.ts'

/** `concert release rules`: what is asked of every object, and what the operator has added. */
export const releaseRules = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<RulesView>('/api/v1/release/rules')
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ order, laws, warninglists, delegates }) => {
      const rows = [
        ...laws.map(({ id, outcome, law }) => [
          id,
          OUTCOME_WORDS[outcome as 'block'][lang],
          law[lang],
        ]),
        ...warninglists.map(({ name, entries }) => [
          name,
          OUTCOME_WORDS.review[lang],
          String(entries),
        ]),
        ...delegates.map(({ name, roles }) => [name, '', roles.join(', ')]),
      ]
      const head = `${translate(lang, 'release.order', { rules: order.join(' → ') })}\n`
      const columns = titles(lang, ['release.local', 'release.outcome', 'release.says'])
      return rows.length === 0 ? head : head + textTable(columns, rows)
    })
    return EXIT.ok
  },
})

/** `concert release preview ID`: what would become of an object, in the bytes that would leave. */
export const releasePreview = defineCommand({
  options: { peer: PEER, tlp: TLP_OPTION },
  positionals: { id: { summary: { en: 'STIX id', zh: 'STIX 编号' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { peer, tlp = 'green' } = context.args.options
    const json = { peer, tlp, id: context.args.positionals.id }
    const answer = await admin.value.post<Preview>('/api/v1/release/preview', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ outcome, findings, body, shown }) => {
      const found = findingLines(lang, findings)
      const named = shown === null ? '' : `${translate(lang, 'release.shown', { name: shown })}\n`
      return `${OUTCOME_WORDS[outcome][lang]}\n${found}${body === null ? '' : `${body}\n`}${named}`
    })
    return EXIT.ok
  },
})

/** `concert release queue`: what waits for a person, by reason. */
export const releaseQueue = defineCommand({
  options: {
    peer: { ...PEER, required: false },
    state: {
      type: 'string',
      value: 'state',
      choices: ['review', 'blocked', 'approved', 'rejected', 'expired'],
      default: 'review',
      summary: { en: 'state of the entries shown', zh: '所列对象的状态' },
    },
    reason: {
      type: 'string',
      value: 'code',
      summary: { en: 'only entries with this reason', zh: '仅此理由的对象' },
    },
  },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { peer, state = 'review', reason } = context.args.options
    const json = {
      state,
      ...(peer === undefined ? {} : { peer }),
      ...(reason === undefined ? {} : { reason }),
    }
    const answer = await admin.value.post<QueueView>('/api/v1/release/queue', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    const waiting = answer.value.entries.filter((entry) => entry.state === 'review')
    const second = await secondPersonText(admin.value, lang, waiting)
    print(context, answer.value, ({ at, groups, entries }) => {
      if (groups.length === 0) return `${translate(lang, 'release.empty')}\n`
      const columns = titles(lang, [
        'release.state',
        'release.peer',
        'release.objects',
        'release.reason',
      ])
      const rows = groups.map((group) => {
        const sentence = REASON_SENTENCES[group.reason as 'law']?.[lang] ?? group.reason
        return [
          wordFor(STATE_WORDS, group.state, lang),
          group.peer.slice(0, 12),
          group.objects,
          `${group.reason}: ${sentence}`,
        ]
      })
      const lines = entries.map((entry) => {
        const { id, shown: name, expires, state } = entry
        const until =
          state === 'review' ? ` ${translate(lang, 'release.expires', { expires })}` : ''
        const head = `${id}${until}\n  ${translate(lang, 'release.shown', { name })}\n`
        return `${head}${findingLines(lang, entry.findings)}`
      })
      const seen = waiting.length === 0 ? '' : `${translate(lang, 'release.looked', { at })}\n`
      return `${textTable(columns, rows)}\n${lines.join('')}${second}${seen}`
    })
    return EXIT.ok
  },
})

/** `concert release audit`: every decision, who made it, when and why. */
export const releaseAudit = defineCommand({
  options: {
    after: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      summary: { en: 'go on after this number', zh: '从该序号之后继续' },
    },
    id: { type: 'string', value: 'id', summary: { en: 'only this object', zh: '仅此对象' } },
    action: {
      type: 'string',
      value: 'action',
      choices: [
        'released',
        'redacted',
        'blocked',
        'queued',
        'approved',
        'rejected',
        'expired',
        'broke-glass',
        'narrowed',
      ],
      summary: { en: 'only this kind of decision', zh: '仅此类决定' },
    },
  },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { after = 0, id, action } = context.args.options
    const json = {
      after,
      ...(id === undefined ? {} : { id }),
      ...(action === undefined ? {} : { action }),
    }
    const answer = await admin.value.post<{ decisions: readonly AuditLine[] }>(
      '/api/v1/release/audit',
      { json },
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ decisions }) => {
      if (decisions.length === 0) return `${translate(lang, 'release.no-decisions')}\n`
      const columns = titles(lang, [
        'release.time',
        'release.actor',
        'release.action',
        'release.objects',
        'release.object',
        'release.reason',
        'release.note',
      ])
      return textTable(
        [{ title: '#', align: 'right' }, ...columns],
        decisions.map((line) => [
          line.number,
          line.time,
          line.actor,
          wordFor(ACTION_WORDS, line.action, lang),
          line.objects,
          line.id ?? '',
          line.findings
            .map(({ reason, cites }) => (cites === null ? reason : `${reason}[${cites}]`))
            .join(', '),
          line.note,
        ]),
      )
    })
    return EXIT.ok
  },
})
