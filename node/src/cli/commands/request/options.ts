import { readFile } from 'node:fs/promises'
import type { CommandContext } from '../../command.ts'
import { complain } from '../../output.ts'
import { AS } from '../release/options.ts'
import { sayBoth } from './texts.ts'

/** A request by its id. */
export const REQUEST_ID = { summary: { en: 'id of the request', zh: '请求编号' } } as const

/** A draft by its number. */
export const DRAFT_ID = { summary: { en: 'number of the draft', zh: '草稿编号' } } as const

/** The number that somebody gave; one that nothing has for what is none. */
export function numberIn(text: string): number {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : NO_NUMBER
}

/** Beyond every number that a node gives. */
const NO_NUMBER = Number.MAX_SAFE_INTEGER

/** A note that goes with a move, in the language of whoever writes it. */
export const NOTES = {
  note: {
    type: 'string',
    value: 'text',
    summary: { en: 'what you say with it', zh: '附言' },
  },
  'note-zh': {
    type: 'string',
    value: 'text',
    summary: { en: 'the same in Chinese', zh: '附言的中文文本' },
  },
  'content-file': {
    type: 'string',
    value: 'file',
    summary: {
      en: 'JSON with `answers`, `evidence` and `note`',
      zh: '含 `answers`、`evidence`、`note` 的 JSON 文件',
    },
  },
  as: AS,
} as const

/** The name of what was looked at, as `concert request preview` prints it. */
export const LOOKED_AT = {
  type: 'string',
  value: 'name',
  summary: {
    en: 'name of the bytes that were looked at; refused when they are others by now',
    zh: '所审阅内容的名称；内容有变则拒绝',
  },
} as const

/** Only drills. */
export const EXERCISE = {
  type: 'boolean',
  summary: { en: 'drills instead of live requests', zh: '演练（而非实战）' },
} as const

/** Texts in one or both languages as requests carry them; null without any. */
export function wordedOf(en: string | undefined, zh: string | undefined): object | null {
  const [first, second] = en === undefined ? [zh, undefined] : [en, zh]
  if (first === undefined) return null
  const original = { lang: en === undefined ? 'zh' : 'en', text: first }
  const translation =
    second === undefined ? null : { lang: 'zh', text: second, by: 'human', reviewer: null }
  return { original, translation, authoritative: translation ? 'both' : 'original' }
}

/** A file's text; complains and gives nothing when it can't be read. */
export async function textOf(
  context: Pick<CommandContext, 'lang' | 'json' | 'err'>,
  file: string,
): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined)
  if (bytes) return bytes.toString('utf8')
  complain(context, { code: 'file-unreadable', sentence: sayBoth('file-unreadable', { file }) })
  return undefined
}

/** A file's JSON object; complains and gives nothing when it holds none. */
export async function jsonOf(
  context: Pick<CommandContext, 'lang' | 'json' | 'err'>,
  file: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await textOf(context, file)
  if (text === undefined) return undefined
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below, the same as for JSON that is no object.
  }
  complain(context, { code: 'file-json', sentence: sayBoth('file-json', { file }) })
  return undefined
}
