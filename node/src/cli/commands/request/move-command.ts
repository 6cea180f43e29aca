import type { RequestDetail } from '../../../requests/request-detail.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type Command, defineCommand, EXIT, type Options } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { wholeId } from './look.ts'
import { jsonOf, NOTES, REQUEST_ID, wordedOf } from './options.ts'
import { detailText } from './request-text.ts'
import { sayBoth } from './texts.ts'

/** Options as they were given. */
export type Given = Readonly<Record<string, unknown>>

/** A command that makes one move; `act` gives undefined when what was given can't be read. */
export function move<const O extends Options>(
  name: string,
  options: O,
  act: (given: Given) => object | undefined,
): Command {
  return defineCommand({
    options: { ...options, ...NOTES },
    positionals: { id: REQUEST_ID },
    async run(context) {
      const given = context.args.options as Given
      const made = act(given)
      if (!made) {
        complain(context, { code: 'bad-range', sentence: sayBoth('bad-range') })
        return EXIT.usage
      }
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const id = await wholeId(admin.value, context.args.positionals.id)
      const file = textIn(given, 'content-file')
      const content = file === undefined ? {} : await jsonOf(context, file)
      if (!content) return EXIT.usage
      const note = wordedOf(textIn(given, 'note'), textIn(given, 'note-zh'))
      const said = { ...content, ...(note && { note }) }
      const as = textIn(given, 'as')
      const json = {
        id,
        move: name,
        act: made,
        ...(Object.keys(said).length > 0 && { content: said }),
        ...(as !== undefined && { as }),
      }
      const answer = await admin.value.post<RequestDetail>('/api/v1/requests/move', { json })
      if (!answer.ok) return reportRefusal(context, answer)
      print(context, answer.value, (detail) => detailText(context.lang, detail))
      return EXIT.ok
    },
  })
}

/** A text among them. */
export function textIn(given: Given, name: string): string | undefined {
  const value = given[name]
  return typeof value === 'string' ? value : undefined
}

/** A list among them. */
export function listIn(given: Given, name: string): readonly string[] {
  const value = given[name]
  return Array.isArray(value) ? (value as readonly string[]) : []
}

/** The reason code, or none given. */
export function reasonOf(given: Given): string {
  return textIn(given, 'reason') ?? 'no-reason-given'
}

/** Questions and targets as an act has them, in order; undefined when one can't be read. */
export function progressOf(given: Given): object | undefined {
  const at = new Date().toISOString()
  const questions = listIn(given, 'question').map((text) => /^(\d{1,3})=([a-z-]+)$/.exec(text))
  const targets = listIn(given, 'target').map((text) =>
    /^(\d{1,6})(?:-(\d{1,6}))?=([a-z-]+)$/.exec(text),
  )
  if (questions.includes(null) || targets.includes(null)) return undefined
  const runs = targets.map((found) => {
    const [, first = '', last = first, status = ''] = found ?? []
    return { from: Number(first), count: Number(last) - Number(first) + 1, status, at }
  })
  return {
    questions: questions.map((found) => ({ n: Number(found?.[1]), status: found?.[2] ?? '' })),
    targets: runs.toSorted((a, b) => a.from - b.from),
  }
}
