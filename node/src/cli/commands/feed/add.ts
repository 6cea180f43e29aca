import { resolve } from 'node:path'
import type { FeedSettings } from '../../../feeds/feed-settings.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { say } from './texts.ts'

/** `concert feed add NAME URL`: a feed, disabled until somebody has looked at a preview. */
export const feedAdd = defineCommand({
  options: {
    kind: {
      type: 'string',
      value: 'kind',
      required: true,
      choices: ['taxii', 'misp', 'csv', 'list', 'stix'],
      summary: { en: 'what the URL serves', zh: '网址提供的内容' },
    },
    collection: {
      type: 'string',
      value: 'id',
      summary: { en: 'TAXII collection of the API root', zh: 'API 根下的 TAXII 集合' },
    },
    'taxii-version': {
      type: 'string',
      value: 'version',
      choices: ['2.1', '2.0'],
      default: '2.1',
      summary: { en: 'version of TAXII; 2.0 is read only', zh: 'TAXII 版本；2.0 仅可读取' },
    },
    every: {
      type: 'integer',
      value: 'seconds',
      min: 60,
      max: 2_592_000,
      default: '3600',
      summary: { en: 'time between two readings', zh: '两次读取的间隔（秒）' },
    },
    tlp: {
      type: 'string',
      value: 'label',
      choices: ['clear', 'green', 'amber', 'amber+strict', 'red'],
      default: 'amber',
      summary: { en: 'TLP of entries that carry none', zh: '未标注条目的 TLP 级别' },
    },
    confidence: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: 100,
      summary: { en: 'confidence of entries that say none', zh: '未注明可信度的条目的可信度' },
    },
    label: {
      type: 'string',
      value: 'text',
      multiple: true,
      summary: { en: 'label of entries made here', zh: '在此生成的条目的标签' },
    },
    'valid-days': {
      type: 'integer',
      value: 'days',
      min: 1,
      max: 3650,
      summary: {
        en: 'how long entries made here are valid after they were last listed',
        zh: '在此生成的条目自最后一次列出起的有效天数',
      },
    },
    creator: {
      type: 'string',
      value: 'name',
      summary: {
        en: 'in whose name entries are made here; the host of the URL by default',
        zh: '在此生成条目所用的创建者名称；默认为网址的主机名',
      },
    },
    credentials: {
      type: 'string',
      value: 'file',
      summary: {
        en: 'file of mode 0600 with a line: basic USER:PASSWORD, bearer TOKEN or header NAME: VALUE; for a client certificate the lines certificate FILE and key FILE, for authorities of its own authorities FILE',
        zh: '权限为 0600 的文件，含一行 basic USER:PASSWORD、bearer TOKEN 或 header NAME: VALUE；客户端证书用 certificate FILE 与 key FILE 两行，自有颁发机构用 authorities FILE 一行',
      },
    },
    'value-column': column(
      'value: name in the header row, or number from 1',
      '值所在的列：表头名称或序号（从 1 起）',
    ),
    'description-column': column('description', '描述所在的列'),
    'label-column': column('a label', '标签所在的列'),
    'confidence-column': column('confidence, 0 to 100', '可信度（0 至 100）所在的列'),
    'since-column': column('time from which it is valid', '有效期起始时间所在的列'),
    delimiter: {
      type: 'string',
      value: 'sign',
      default: ',',
      summary: { en: 'sign between two columns', zh: '列分隔符' },
    },
    'no-header': {
      type: 'boolean',
      summary: { en: 'the table has no header row', zh: '表格没有表头' },
    },
  },
  positionals: {
    name: {
      summary: {
        en: 'name of the feed, of a-z, 0-9, . _ -',
        zh: '情报源名称，可用 a-z、0-9、. _ -',
      },
    },
    url: {
      summary: {
        en: 'file, folder of a MISP feed, or TAXII API root',
        zh: '文件、MISP 情报源的文件夹或 TAXII 的 API 根',
      },
    },
  },
  examples: [
    'concert feed add botnet https://feeds.example/c2.csv --kind csv --value-column dst_ip --tlp clear',
    'concert feed add circl https://misp.example/feed/ --kind misp --every 21600',
    'concert feed add peers https://taxii.example/api/ --kind taxii --collection 91a7b528-80eb-42ed-a74d-c6fbd5a26116 --credentials ./taxii.secret',
  ],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { options, positionals } = context.args
    const isCsv = options.kind === 'csv'
    const json: FeedSettings = {
      name: positionals.name,
      url: positionals.url,
      kind: options.kind,
      everySeconds: options.every ?? 3600,
      tlp: options.tlp ?? 'amber',
      labels: options.label ?? [],
      ...given({
        collection: options.collection,
        version: options['taxii-version'],
        confidence: options.confidence,
        validDays: options['valid-days'],
        creator: options.creator,
        credentials: options.credentials && resolve(options.credentials),
      }),
      ...(isCsv && {
        csv: {
          value: options['value-column'] ?? '1',
          header: !options['no-header'],
          ...given({
            description: options['description-column'],
            label: options['label-column'],
            confidence: options['confidence-column'],
            since: options['since-column'],
            delimiter: options.delimiter,
          }),
        },
      }),
    }
    const answer = await admin.value.post<{ name: string }>('/api/v1/feeds', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ name }) => `${say(context.lang, 'was-added', { name })}\n`)
    return EXIT.ok
  },
})

function column(en: string, zh: string) {
  return {
    type: 'string',
    value: 'column',
    summary: { en: `CSV: column of the ${en}`, zh: `CSV：${zh}` },
  } as const
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<T>
}
