import type { BothLanguages } from '@concert/envelope'

/** A language of the page. */
export type Lang = keyof BothLanguages

/** The BCP 47 tags of the two languages. */
export const LANG_TAGS: Readonly<Record<Lang, string>> = { en: 'en', zh: 'zh-CN' }

/** What the page itself says; what it says of evidence comes from `@concert/envelope`. */
export const TEXTS = {
  title: { en: 'Concert verifier', zh: '协奏核验' },
  brand: { en: 'Verifier', zh: '离线核验' },
  lead: {
    en: 'Check an evidence package offline',
    zh: '离线核验证据包',
  },
  promise: {
    en: 'The files stay in this browser. This page opens no connection.',
    zh: '文件仅在本浏览器中处理，本页面不建立任何网络连接。',
  },
  evidence: { en: 'Evidence package', zh: '证据包' },
  evidenceHint: {
    en: 'The .json file that is to show what was said, sent and receipted.',
    zh: '用以证明声明、发送与送达回执的 .json 文件。',
  },
  keys: { en: 'Published keys', zh: '公布的密钥' },
  keysHint: {
    en: 'From somebody you trust, and not from whoever gave you the evidence.',
    zh: '应取自可信的公布方，而非提供证据包的一方。',
  },
  choose: { en: 'Choose file', zh: '选择文件' },
  chooseOther: { en: 'Choose another', zh: '更换文件' },
  drop: { en: 'or drop it anywhere on this page', zh: '或拖放到页面任意位置' },
  dropNow: { en: 'Drop the files to check them here', zh: '松开即可在此核验' },
  bytes: { en: '{count} bytes', zh: '{count}字节' },
  nothing: { en: 'Nothing has been checked yet.', zh: '尚未核验。' },
  needBoth: {
    en: 'Two files are needed: the evidence package and the published keys.',
    zh: '需要两个文件：证据包和公布的密钥。',
  },
  needKeys: { en: 'The published keys are still missing.', zh: '尚缺公布的密钥。' },
  needEvidence: { en: 'The evidence package is still missing.', zh: '尚缺证据包。' },
  checking: { en: 'Checking the evidence package', zh: '正在核验证据包' },
  notTaken: { en: 'Nothing was checked.', zh: '未作任何核验。' },
  tooLarge: {
    en: '{file} has {bytes} bytes; at most {limit} are read.',
    zh: '{file}有{bytes}字节，最多读取{limit}字节。',
  },
  empty: { en: '{file} is empty.', zh: '{file}是空文件。' },
  unreadable: { en: '{file} cannot be read.', zh: '无法读取{file}。' },
  badKeys: {
    en: '{file} is not a valid file of published keys (at: {at}).',
    zh: '{file}不是有效的公布密钥文件（位置：{at}）。',
  },
  tooMany: {
    en: 'Two files at most: one evidence package and one file of keys.',
    zh: '最多两个文件：一个证据包和一个密钥文件。',
  },
  holds: { en: 'Holds', zh: '成立' },
  fails: { en: 'Does not hold', zh: '不成立' },
  'cannot-tell': { en: 'Cannot tell', zh: '无法判定' },
  'here-holds': { en: 'checked in this browser', zh: '已在本浏览器核验' },
  'here-fails': { en: 'fails in this browser', zh: '本浏览器核验不成立' },
  'here-cannot-tell': { en: 'no result in this browser', zh: '本浏览器核验无结论' },
  openAll: { en: 'Show all values', zh: '展开全部' },
  closeAll: { en: 'Hide all values', zh: '收起全部' },
  print: { en: 'Print', zh: '打印' },
  filesChecked: { en: 'Files checked', zh: '所核验的文件' },
  said: { en: 'What was said, to the byte', zh: '原始内容（逐字节）' },
  saidHint: {
    en: 'Exactly what was signed, as inert text. Live values: do not open or copy them carelessly.',
    zh: '与签署内容完全一致，仅以文本显示。其中为真实数值，切勿随意打开或复制。',
  },
  text: { en: 'Text', zh: '正文' },
  item: { en: 'Item {number} of {total}', zh: '第{number}个条目，共{total}个' },
  cut: {
    en: 'Cut: {shown} of {count} bytes are shown.',
    zh: '已截断：共{count}字节，显示{shown}字节。',
  },
  more: { en: 'And {count} more items.', zh: '另有{count}个条目。' },
  binary: { en: 'Not text: {count} bytes.', zh: '非文本：{count}字节。' },
  exercise: { en: 'EXERCISE · nothing here is live', zh: '演练 · 本页内容均非实战' },
  footer: {
    en: 'This page is one file. Saved to disk it works without any server.',
    zh: '本页面为单一文件，保存到本地后无需任何服务器即可使用。',
  },
  language: { en: 'Language', zh: '语言' },
} as const satisfies Readonly<Record<string, BothLanguages>>

/** What a TLP 2.0 label means for who holds the file. The label itself is never translated. */
export const TLP_MEANINGS: Readonly<Record<string, BothLanguages>> = {
  'TLP:RED': { en: 'recipients only', zh: '仅限收件人' },
  'TLP:AMBER+STRICT': { en: 'your organisation only', zh: '仅限本组织' },
  'TLP:AMBER': { en: 'your organisation and its clients', zh: '限本组织及其客户' },
  'TLP:GREEN': { en: 'within the community', zh: '限社区内' },
  'TLP:CLEAR': { en: 'may be public', zh: '可公开' },
}
