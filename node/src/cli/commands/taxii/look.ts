import type { Discovery, TaxiiCollection } from '@concert/taxii'
import type { Language } from '../../../i18n/language.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { safeText } from '../../width.ts'
import { refuseCode, SERVER_OPTIONS, withServer } from './connect.ts'
import { say } from './texts.ts'

/** `concert taxii discover URL`: what a server says of itself, and its API roots. */
export const taxiiDiscover = defineCommand({
  options: SERVER_OPTIONS,
  positionals: {
    url: {
      summary: {
        en: 'discovery URL, or the origin of the server',
        zh: '发现资源的网址，或服务器的源',
      },
    },
  },
  examples: ['concert taxii discover https://taxii.example/ --credentials ./taxii.secret'],
  run: (context) =>
    withServer(context, context.args.options, async (client) => {
      const found = await client.discover(context.args.positionals.url)
      if (!found.ok) return refuseCode(context, found.code, found.at)
      print(context, found.value, (value) => discoveryText(context.lang, value))
      return EXIT.ok
    }),
})

/** `concert taxii list ROOT`: the collections of an API root. */
export const taxiiList = defineCommand({
  options: SERVER_OPTIONS,
  positionals: { root: { summary: { en: 'URL of the API root', zh: 'API 根的网址' } } },
  examples: ['concert taxii list https://taxii.example/api/ --credentials ./taxii.secret'],
  run: (context) =>
    withServer(context, context.args.options, async (client) => {
      const found = await client.collections(context.args.positionals.root)
      if (!found.ok) return refuseCode(context, found.code, found.at)
      print(context, { collections: found.value }, ({ collections }) =>
        collectionsText(context.lang, collections),
      )
      return EXIT.ok
    }),
})

function discoveryText(lang: Language, discovery: Discovery): string {
  const { title, description, contact, apiRoots } = discovery
  const lines = [title, description ?? '', contact && `${say(lang, 'contact')}: ${contact}`]
  const head = lines.flatMap((line) => (line ? [`${safeText(line)}\n`] : [])).join('')
  const rows = apiRoots.map((root) => [
    root,
    root === discovery.default ? say(lang, 'default') : '',
  ])
  return head + textTable([{ title: say(lang, 'root') }, { title: '' }], rows)
}

function collectionsText(lang: Language, collections: readonly TaxiiCollection[]): string {
  if (collections.length === 0) return `${say(lang, 'none')}\n`
  return textTable(
    [
      { title: say(lang, 'collection') },
      { title: say(lang, 'alias') },
      { title: say(lang, 'rights') },
      { title: say(lang, 'title') },
    ],
    collections.map(({ id, alias = '', canRead, canWrite, title }) => {
      return [id, alias, rightsText(lang, canRead, canWrite), title]
    }),
  )
}

/** What may be done with a collection, in words. */
export function rightsText(lang: Language, canRead: boolean, canWrite: boolean): string {
  const words = [canRead ? say(lang, 'read') : '', canWrite ? say(lang, 'write') : '']
  return words.filter((word) => word !== '').join(lang === 'zh' ? '、' : ', ')
}
