import type { CallSheet } from '../../../directory/call-backs.ts'
import type { Language } from '../../../i18n/language.ts'
import { defineCommand } from '../../command.ts'
import { textTable } from '../../text-table.ts'
import { askAndPrint, given } from './ask.ts'
import { contactsText } from './contact.ts'
import { AS, pingsText } from './ping.ts'
import { say } from './texts.ts'

const REQUEST = { id: { summary: { en: 'id of the request', zh: '协助请求编号' } } } as const

/** `concert contact call REQUEST`: ping history, whom to call, calls made, steps of the ladder. */
export const contactCall = defineCommand({
  options: {},
  positionals: REQUEST,
  async run(context) {
    const json = context.args.positionals
    return await askAndPrint(
      context,
      (admin) => admin.post<CallSheet>('/api/v1/requests/calls', { json }),
      (sheet) => sheetText(context.lang, sheet),
    )
  },
})

/** `concert contact called REQUEST CONTACT --result RESULT`. */
export const contactCalled = defineCommand({
  options: {
    result: {
      type: 'string',
      value: 'result',
      required: true,
      choices: ['confirmed', 'denied', 'no-answer'],
      summary: { en: 'how the call ended', zh: '通话结果' },
    },
    note: {
      type: 'string',
      value: 'text',
      summary: { en: 'who was spoken to; stays here', zh: '通话对象等，仅在本地留存' },
    },
    as: AS,
  },
  positionals: {
    ...REQUEST,
    contact: { summary: { en: 'id of the contact called', zh: '所致电的联络点编号' } },
  },
  async run(context) {
    const { result, note, as } = context.args.options
    const json = { ...context.args.positionals, result, ...given({ note, as }) }
    return await askAndPrint(
      context,
      (admin) => admin.post<CallSheet>('/api/v1/requests/calls/record', { json }),
      (sheet) => sheetText(context.lang, sheet),
    )
  },
})

function sheetText(lang: Language, { pending, pings, contacts, calls, ladder }: CallSheet): string {
  const columns = (keys: readonly Parameters<typeof say>[1][]) =>
    keys.map((key) => ({ title: say(lang, key) }))
  const section = (key: Parameters<typeof say>[1], text: string) => `\n${say(lang, key)}\n${text}`
  return [
    ...(pending ? [`${say(lang, 'call-pending')}\n`] : []),
    section('call-history', pingsText(lang, pings)),
    section('call-contacts', contactsText(lang, contacts)),
    ...(calls.length === 0
      ? []
      : [
          section(
            'calls',
            textTable(
              columns(['made', 'contact', 'status', 'seen', 'note']),
              calls.map((call) => [call.made, call.contact, call.result, call.actor, call.note]),
            ),
          ),
        ]),
    ...(ladder.length === 0
      ? []
      : [
          section(
            'ladder',
            textTable(
              columns(['next', 'status', 'line']),
              ladder.map((step) => [step.done, `${step.clock} ${step.step}`, step.called]),
            ),
          ),
        ]),
  ].join('')
}
