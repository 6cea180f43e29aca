import type { Bilingual, Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on TAXII say. */
const TEXTS = {
  none: { en: 'Nothing.', zh: '无。' },
  root: { en: 'API root', zh: 'API 根' },
  default: { en: 'default', zh: '默认' },
  contact: { en: 'Contact', zh: '联络点' },
  collection: { en: 'Collection', zh: '集合' },
  alias: { en: 'Alias', zh: '别名' },
  title: { en: 'Title', zh: '标题' },
  rights: { en: 'Rights', zh: '权限' },
  read: { en: 'read', zh: '读' },
  write: { en: 'write', zh: '写' },
  object: { en: 'Object', zh: '对象' },
  version: { en: 'Version', zh: '版本' },
  added: { en: 'Added', zh: '加入时间' },
  media: { en: 'Media type', zh: '媒体类型' },
  'list-on': {
    en: 'There is more: the same command with --added-after {last}.',
    zh: '尚有更多内容：在同一命令后加 --added-after {last}。',
  },
  view: { en: 'Shows', zh: '内容' },
  everything: { en: 'everything', zh: '全部' },
  token: { en: 'Token', zh: '令牌' },
  name: { en: 'Name', zh: '名称' },
  outside: { en: 'outside', zh: '外部' },
  state: { en: 'State', zh: '状态' },
  revoked: { en: 'revoked', zh: '已吊销' },
  until: { en: 'until {time}', zh: '至 {time}' },
  valid: { en: 'valid', zh: '有效' },
  progress: { en: '{objects} objects', zh: '{objects} 个对象' },
  waiting: {
    en: '{objects} objects; trying again in {seconds} s ({why})',
    zh: '{objects} 个对象；{seconds} 秒后重试（{why}）',
  },
  pulled: {
    en: '{objects} objects pulled into {file}, {faults} entries faulty.',
    zh: '已拉取 {objects} 个对象到 {file}，{faults} 个条目有误。',
  },
  stopped: {
    en: 'Stopped. The same command goes on from here.',
    zh: '已停止。再次运行同一命令即从此处继续。',
  },
  pushed: {
    en: '{done} objects sent, {failed} of them not taken.',
    zh: '已推送 {done} 个对象，其中 {failed} 个未被接受。',
  },
  'go-on': {
    en: 'To go on from here: the same command with --skip {skip}.',
    zh: '如需从此处继续，请在同一命令后加 --skip {skip}。',
  },
  'file-bad': {
    en: '{file} exists and is no pull that can go on, or can’t be written.',
    zh: '{file} 已存在且不是可继续的拉取结果，或无法写入。',
  },
  'other-collection': {
    en: '{file} belongs to a pull of another collection.',
    zh: '{file} 属于另一集合的拉取。',
  },
  'size-one': {
    en: 'An object is larger than the server takes.',
    zh: '有对象超出服务器接受的大小。',
  },
  'not-json': {
    en: 'The file holds something that is no JSON object; nothing from there on was pushed.',
    zh: '文件中有内容不是 JSON 对象；自该处起均未推送。',
  },
  pending: {
    en: '{count} objects are still being worked on at the server.',
    zh: '服务器仍在处理其中 {count} 个对象。',
  },
  where: {
    en: 'A condition is PATH=VALUE, PATH!=VALUE or PATH~PART, the path as pattern_type or external_references.source_name.',
    zh: '条件须为 PATH=VALUE、PATH!=VALUE 或 PATH~PART，路径形如 pattern_type 或 external_references.source_name。',
  },
  allow: {
    en: 'This network is not written as 10.0.0.0/8 or fd00::/8.',
    zh: '网络须写作 10.0.0.0/8 或 fd00::/8 的形式。',
  },
  'was-collection': {
    en: 'Collection {id} made. Nobody may use it until a token says so: `concert taxii token add`.',
    zh: '已创建集合 {id}。须有令牌授权后方可使用：`concert taxii token add`。',
  },
  'was-removed': {
    en: 'Collection {id} removed; the objects of the node stay.',
    zh: '已删除集合 {id}，节点的对象予以保留。',
  },
  'was-token': {
    en: 'Token {key}. It is shown this once:',
    zh: '令牌 {key}，仅此一次显示：',
  },
  'was-revoked': { en: 'Token {key} is revoked.', zh: '已吊销令牌 {key}。' },
} as const satisfies Readonly<Record<string, Bilingual>>

type Key = keyof typeof TEXTS
type Params = Readonly<Record<string, string | number>>

/** The sentence of a key with its values filled in. */
export function say(lang: Language, key: Key, params: Params = {}): string {
  return fill(TEXTS[key][lang], params)
}

/** The sentence in both languages. */
export function sayBoth(key: Key, params: Params = {}): Bilingual {
  return { en: say('en', key, params), zh: say('zh', key, params) }
}

/** What helps somebody at the command line when a server gave nothing. */
const HINTS: Readonly<Record<string, Bilingual>> = {
  'address-forbidden': {
    en: 'Name its network if you mean that: --allow 10.0.0.0/8.',
    zh: '如确有此意，请指明其网络：--allow 10.0.0.0/8。',
  },
  'not-https': {
    en: 'For a server of your own network: --allow 10.0.0.0/8.',
    zh: '服务器在自有网络内时：--allow 10.0.0.0/8。',
  },
  'taxii-not-found': {
    en: '`concert taxii discover` shows the API roots, `concert taxii list` the collections.',
    zh: '`concert taxii discover` 显示 API 根，`concert taxii list` 显示集合。',
  },
  'taxii-too-large': {
    en: 'Ask for fewer at a time: --limit.',
    zh: '请减少单次请求的数量：--limit。',
  },
  'taxii-media': {
    en: 'An older server may want --taxii-version 2.0.',
    zh: '旧服务器可能需要 --taxii-version 2.0。',
  },
}

/** A sentence about what to do, for some of the codes. */
export function hintOf(code: string): Bilingual | undefined {
  return Object.hasOwn(HINTS, code) ? HINTS[code] : undefined
}
