import type { Discovery, ListPage, TaxiiClient, TaxiiCollection } from '@concert/taxii'
import type { Language } from '../../../i18n/language.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
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

/** `concert taxii list ROOT [COLLECTION [OBJECT]]`: collections, a manifest, or an object's versions. */
export const taxiiList = defineCommand({
  options: {
    ...SERVER_OPTIONS,
    limit: {
      type: 'integer',
      value: 'number',
      min: 1,
      max: 10_000,
      default: '100',
      summary: { en: 'most lines of a manifest or of versions', zh: '清单或版本列表的最大行数' },
    },
    'added-after': {
      type: 'string',
      value: 'time',
      summary: { en: 'only what was added after this time', zh: '仅列出此时间之后加入的内容' },
    },
  },
  positionals: {
    root: { summary: { en: 'URL of the API root', zh: 'API 根的网址' } },
    collection: {
      optional: true,
      summary: { en: 'id of a collection: its manifest', zh: '集合编号：列出其清单' },
    },
    object: {
      optional: true,
      summary: { en: 'id of an object in it: its versions', zh: '其中对象的编号：列出其各版本' },
    },
  },
  examples: [
    'concert taxii list https://taxii.example/api/ --credentials ./taxii.secret',
    'concert taxii list https://taxii.example/api/ 91a7b528-80eb-42ed-a74d-c6fbd5a26116 --limit 20',
  ],
  run: (context) =>
    withServer(context, context.args.options, (client) => {
      const { root, collection, object } = context.args.positionals
      const { limit = 100, 'added-after': after } = context.args.options
      if (collection === undefined) return listCollections(context, client, root)
      const place = { root, collection, limit, ...(after !== undefined && { after }) }
      if (object === undefined) return listManifest(context, client, place)
      return listVersions(context, client, place, object)
    }),
})

type Context = Pick<CommandContext, 'lang' | 'json' | 'out' | 'err' | 'signal'>

interface Place {
  readonly root: string
  readonly collection: string
  readonly limit: number
  readonly after?: string
}

async function listCollections(context: Context, client: TaxiiClient, root: string) {
  const found = await client.collections(root)
  if (!found.ok) return refuseCode(context, found.code, found.at)
  print(context, { collections: found.value }, ({ collections }) =>
    collectionsText(context.lang, collections),
  )
  return EXIT.ok
}

async function listManifest(
  context: Context,
  client: TaxiiClient,
  { root, collection, limit, after }: Place,
) {
  const found = await client.manifest(root, collection, limit, after)
  if (!found.ok) return refuseCode(context, found.code, found.at)
  const { lang } = context
  print(context, found.value, (page) => {
    const heads = ['object', 'version', 'added', 'media'] as const
    const rows = page.entries.map(({ id, version, added, mediaType = '' }) => {
      return [id, version, added, mediaType]
    })
    return listText(lang, heads, rows, page)
  })
  return EXIT.ok
}

async function listVersions(
  context: Context,
  client: TaxiiClient,
  { root, collection, limit, after }: Place,
  object: string,
) {
  const found = await client.versions(root, collection, object, limit, after)
  if (!found.ok) return refuseCode(context, found.code, found.at)
  print(context, found.value, (page) => {
    const rows = page.entries.map((version) => [version])
    return listText(context.lang, ['version'], rows, page)
  })
  return EXIT.ok
}

/** A table, and how to go on when there is more than that. */
function listText(
  lang: Language,
  heads: readonly ('object' | 'version' | 'added' | 'media')[],
  rows: readonly (readonly string[])[],
  { more, last }: Pick<ListPage<unknown>, 'more' | 'last'>,
): string {
  if (rows.length === 0) return `${say(lang, 'none')}\n`
  const columns = heads.map((head) => ({ title: say(lang, head) }))
  const rest = more && last !== undefined ? `${say(lang, 'list-on', { last })}\n` : ''
  return textTable(columns, rows) + rest
}

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
