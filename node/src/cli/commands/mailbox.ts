import { both } from '../../i18n/both.ts'
import { refusalSentence } from '../../i18n/refusals.ts'
import { translate } from '../../i18n/translate.ts'
import type { MailboxView } from '../../mailbox/mail-desk.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { textTable } from '../text-table.ts'

interface Mailboxes {
  readonly mailboxes: readonly MailboxView[]
}

/** `concert mailbox list`: the node's mailboxes, and what lies in them for silent peers. */
export const mailboxList = defineCommand({
  options: {},
  positionals: {},
  run: (context) => show(context, 'get'),
})

/** `concert mailbox poll`: a round now, whatever the pace. */
export const mailboxPoll = defineCommand({
  options: {},
  positionals: {},
  details: {
    en: 'Takes in what waits in the mailboxes of the configuration and of compacts, and leaves there what silent peers have not receipted. One that no compact names any more is asked for as long as something may lie there.',
    zh: '收取配置及合作约定所列各信箱内等候的包裹，并存入未响应的对等节点尚未出具回执的内容。约定不再列出的信箱，只要其中仍可能存有包裹，就继续查收。',
  },
  run: (context) => show(context, 'post'),
})

async function show(context: CommandContext, how: 'get' | 'post'): Promise<number> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const answer =
    how === 'get'
      ? await admin.value.get<Mailboxes>('/api/v1/mailboxes')
      : await admin.value.post<Mailboxes>('/api/v1/mailboxes/poll')
  if (!answer.ok) return reportRefusal(context, answer)
  print(context, answer.value, (value) => mailboxesText(context, value))
  const isUsable = answer.value.mailboxes.every(({ fault }) => fault === null)
  return how === 'get' || isUsable ? EXIT.ok : EXIT.refused
}

function mailboxesText({ lang }: CommandContext, { mailboxes }: Mailboxes): string {
  if (mailboxes.length === 0) return `${translate(lang, 'mailbox.none')}\n`
  return mailboxes.map((mailbox) => mailboxText(lang, mailbox)).join('\n')
}

function mailboxText(lang: CommandContext['lang'], mailbox: MailboxView): string {
  const { name, url, former, polled, fault, collected, lodged } = mailbox
  const when = polled ?? translate(lang, 'mailbox.not-yet')
  const asked = `  ${translate(lang, 'mailbox.polled', { when, collected })}\n`
  const left = former ? `  ${translate(lang, 'mailbox.former')}\n` : ''
  const head = `${name} ${url}\n${asked}${left}`
  const why = fault === null ? '' : `  ${fault}: ${sentenceOf(fault)[lang]}\n`
  if (lodged.length === 0) return `${head}${why}`
  const keys = ['mailbox.peer', 'mailbox.envelopes', 'mailbox.tendered', 'mailbox.until'] as const
  const rows = lodged.map(({ peer, epoch, firstSeq, lastSeq, tendered, until }) => [
    peer,
    `${epoch}/${firstSeq}–${lastSeq}`,
    tendered,
    until,
  ])
  const columns = keys.map((key) => ({ title: translate(lang, key) }))
  return `${head}${why}${textTable(columns, rows)}`
}

function sentenceOf(fault: NonNullable<MailboxView['fault']>) {
  if (fault === 'no-seal-key') return both('mailbox.no-seal-key')
  return refusalSentence(fault) ?? both('mailbox.internal')
}
