import { DOMAIN } from './domain.ts'
import { OBSERVABLES } from './observables.ts'
import { PARTS } from './parts.ts'
import { SHARED } from './shared.ts'

/** What a type or a property is called, and what it is, in one language. */
export interface StixText {
  readonly title: string
  readonly description: string
}

/** Languages of the texts. */
export type TextLanguage = 'en' | 'zh'

interface Words {
  readonly en: StixText
  readonly zh: StixText
}

function read(table: string): readonly (readonly [path: string, words: Words])[] {
  let above = ''
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', en = '', zh = '', english = '', chinese = ''] = line
        .split('|')
        .map((cell) => cell.trim())
      const inside = line.startsWith(' ')
      if (!inside) above = name
      const words = {
        en: { title: en, description: english },
        zh: { title: zh, description: chinese },
      }
      return [inside ? `${above}.${name}` : name, words]
    })
}

const BY_PATH: ReadonlyMap<string, Words> = new Map([DOMAIN, OBSERVABLES, PARTS].flatMap(read))
const BY_NAME: ReadonlyMap<string, Words> = new Map(read(SHARED))

/**
 * Titles and descriptions of the object table, for forms, documentation and schemas.
 *
 * @returns a function of a path: a type or part (`indicator`, `ntfs-ext`) or one of its properties
 *   (`indicator.valid_from`); it gives `undefined` for what the table does not know
 * @example
 * stixTexts('zh')('indicator.valid_from')
 * // { title: '生效时间', description: '指标开始有效的时间。' }
 */
export function stixTexts(language: TextLanguage): (path: string) => StixText | undefined {
  return (path) => {
    const dot = path.lastIndexOf('.')
    const shared = BY_NAME.get(path.slice(dot + 1))
    return (BY_PATH.get(path) ?? (dot < 0 ? undefined : shared))?.[language]
  }
}
