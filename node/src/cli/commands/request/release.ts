import type { DraftPreview } from '../../../requests/draft-views.ts'
import type { HeldWord } from '../../../requests/held-words.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { safeText } from '../../width.ts'
import { AS, NOTE } from '../release/options.ts'
import { secondPersonText } from '../release/second-person.ts'
import { DRAFT_ID, EXERCISE, numberIn } from './options.ts'
import { findingLine, heldText } from './request-text.ts'
import { say } from './texts.ts'
import { named } from './time-text.ts'

/** `concert request preview NUMBER`: the very bytes that would be signed, and their name. */
export const requestPreview = defineCommand({
  options: {
    as: AS,
    part: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: 100_000,
      default: '0',
      summary: {
        en: 'which statement: 0 the request, the others its targets',
        zh: '第几份声明：0 为请求本身，其余为目标清单',
      },
    },
  },
  positionals: { number: DRAFT_ID },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { as, part } = context.args.options
    const id = numberIn(context.args.positionals.number)
    const json = { id, part, ...(as && { as }) }
    const path = '/api/v1/requests/drafts/preview'
    const answer = await admin.value.post<DraftPreview>(path, { json })
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, (shown) => {
      const { parts, kind, act, content, name, release } = shown
      const lines = [
        say(lang, 'part-of', { part: shown.part + 1, parts, kind }),
        named(lang, say(lang, 'act'), safeText(act)),
        named(lang, say(lang, 'content'), safeText(content)),
        say(lang, 'name', { name }),
      ]
      const findings = release.findings.map((finding) => findingLine(lang, finding))
      return `${lines.join('\n')}\n${findings.join('')}`
    })
    return EXIT.ok
  },
})

/** `concert request held`: what waits for a second person. */
export const requestHeld = defineCommand({
  options: { exercise: EXERCISE },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { exercise: context.args.options.exercise }
    const path = '/api/v1/requests/held'
    const answer = await admin.value.post<{ held: readonly HeldWord[] }>(path, { json })
    if (!answer.ok) return reportRefusal(context, answer)
    const second = await secondPersonText(admin.value, context.lang, answer.value.held)
    print(context, answer.value, ({ held }) => {
      if (held.length === 0) return `${say(context.lang, 'nothing-held')}\n`
      return held.map((word) => heldText(context.lang, word)).join('') + second
    })
    return EXIT.ok
  },
})

/** `concert request approve NUMBER`: as a second person; it is said as it was shown. */
export const requestApprove = decide('approve')
/** `concert request reject NUMBER`: it is not said. */
export const requestReject = decide('reject')

function decide(what: 'approve' | 'reject') {
  return defineCommand({
    options: { note: NOTE, as: AS },
    positionals: {
      number: { summary: { en: 'number of the held text', zh: '待审文本的编号' } },
    },
    async run(context) {
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const { as, note } = context.args.options
      const id = numberIn(context.args.positionals.number)
      const json = { id, note, ...(as && { as }) }
      const path = `/api/v1/requests/held/${what}`
      const answer = await admin.value.post<{ request: string }>(path, { json })
      if (!answer.ok) return reportRefusal(context, answer)
      print(context, answer.value, ({ request }) => {
        const key = what === 'approve' ? 'held-gone' : 'held-back'
        return `${say(context.lang, key, { id: request })}\n`
      })
      return EXIT.ok
    },
  })
}
