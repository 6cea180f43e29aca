import type { Language } from '../../../i18n/language.ts'
import { GLOSSARY } from '../../../languages/glossary.ts'
import type { SideBySide } from '../../../languages/language-desk.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { safeText } from '../../width.ts'
import { type Asking, askAndPrint, given } from './ask.ts'
import { say } from './language-texts.ts'
import { AS } from './ping.ts'

const STATEMENT = {
  statement: { summary: { en: 'digest of the statement', zh: '声明的摘要' } },
} as const
const PATH = {
  path: { summary: { en: 'place of the text, as `show` prints it', zh: '`show` 所示的文本位置' } },
} as const
const LANG = {
  type: 'string',
  value: 'language',
  required: true,
  choices: ['en', 'zh'],
  summary: { en: 'language of the translation', zh: '译文语言' },
} as const

/** `concert glossary [WORD]`: needs no node. */
export const glossary = defineCommand({
  options: {},
  positionals: {
    word: { summary: { en: 'only terms with this word', zh: '仅含该词的术语' }, optional: true },
  },
  async run(context) {
    const { word } = context.args.positionals
    const wanted = word?.toLowerCase() ?? ''
    const terms = GLOSSARY.filter(({ en, zh }) => `${en.toLowerCase()} ${zh}`.includes(wanted))
    const { lang } = context
    print(context, { terms }, () => {
      if (terms.length === 0) return `${say(lang, 'no-terms')}\n`
      const columns = [{ title: 'EN' }, { title: '中文' }, { title: say(lang, 'source') }]
      return textTable(
        columns,
        terms.map(({ en, zh, source }) => [en, zh, say(lang, source)]),
      )
    })
    return terms.length === 0 ? EXIT.refused : EXIT.ok
  },
})

/** `concert translation show STATEMENT` */
export const translationShow = defineCommand({
  options: {},
  positionals: STATEMENT,
  run: (context) => ask(context, '/show', context.args.positionals),
})

/** `concert translation ask STATEMENT PATH --to LANG` */
export const translationAsk = defineCommand({
  options: { to: LANG },
  positionals: { ...STATEMENT, ...PATH },
  run: (context) => {
    const { to } = context.args.options
    return ask(context, '', { ...context.args.positionals, lang: to })
  },
})

/** `concert translation put STATEMENT PATH WORDS --to LANG` */
export const translationPut = defineCommand({
  options: { to: LANG, as: AS },
  positionals: {
    ...STATEMENT,
    ...PATH,
    words: { summary: { en: 'the translation', zh: '译文' } },
  },
  run: (context) => {
    const { to, as } = context.args.options
    return ask(context, '/put', { ...context.args.positionals, lang: to, ...given({ as }) })
  },
})

/** `concert translation review STATEMENT PATH --to LANG --as NAME` */
export const translationReview = defineCommand({
  options: { to: LANG, as: AS },
  positionals: { ...STATEMENT, ...PATH },
  run: (context) => {
    const { to, as } = context.args.options
    return ask(context, '/review', { ...context.args.positionals, lang: to, ...given({ as }) })
  },
})

async function ask(context: Asking, what: string, json: object): Promise<number> {
  return await askAndPrint(
    context,
    (admin) =>
      admin.post<{ texts: readonly SideBySide[] }>(`/api/v1/translations${what}`, { json }),
    ({ texts }) => texts.map((text) => textLines(context.lang, text)).join('\n'),
  )
}

function textLines(lang: Language, text: SideBySide): string {
  const { path, original, translation, authoritative, missing } = text
  const mark = (which: 'original' | 'translation') => {
    if (authoritative === 'both') return ` [${say(lang, 'authoritative-both')}]`
    return authoritative === which ? ` [${say(lang, 'authoritative')}]` : ''
  }
  const lines = [
    safeText(path),
    `  ${original.lang}${mark('original')}: ${safeText(original.text)}`,
    ...(translation
      ? [
          `  ${translation.lang}${mark('translation')}: ${safeText(translation.text)}`,
          `     ${statusText(lang, translation)}`,
        ]
      : [`  ${say(lang, 'none')}`]),
    ...(missing.length === 0
      ? []
      : [
          `     ${say(lang, 'missing', {
            terms: missing.map(({ en, zh }) => `${en} / ${zh}`).join('; '),
          })}`,
        ]),
  ]
  return `${lines.join('\n')}\n`
}

function statusText(lang: Language, translation: NonNullable<SideBySide['translation']>): string {
  const { status, origin, maker, reviewer } = translation
  return [
    say(lang, status),
    origin === 'here' ? say(lang, 'here', { maker: safeText(maker ?? '') }) : say(lang, 'author'),
    reviewer === null
      ? say(lang, 'not-reviewed')
      : say(lang, 'reviewed', { reviewer: safeText(reviewer) }),
  ].join(' · ')
}
