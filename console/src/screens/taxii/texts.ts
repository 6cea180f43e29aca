import type { Both } from '../../i18n/both.ts'

export const texts = {
  title: ['TAXII collections', 'TAXII集合'],
  about: [
    'What other systems may fetch here, and by which token',
    '其他系统可获取的内容及所用令牌',
  ],
  collections: ['Collections', '集合'],
  tokens: ['Tokens', '令牌'],
  addCollection: ['Add a collection', '新增集合'],
  addToken: ['Make a token', '生成令牌'],
  noCollection: ['No collection yet.', '尚无集合。'],
  noCollectionHelp: [
    'A collection is a view of what is here: nothing is copied.',
    '集合是现有内容的视图，不产生副本。',
  ],
  noTokenHelp: [
    'Another system reads or writes collections with a token of its own.',
    '其他系统凭各自的令牌读取或写入集合。',
  ],
  noToken: ['No token yet.', '尚无令牌。'],
  titleEn: ['Title in English', '英文标题'],
  titleZh: ['Title in Chinese', '中文标题'],
  alias: ['Short name in addresses', '地址中的短名'],
  upTo: ['Up to', '最高级别'],
  readable: ['Others may fetch from it', '可供获取'],
  writable: ['Others may post to it', '可供提交'],
  reads: ['fetch', '获取'],
  writes: ['post', '提交'],
  name: ['Name', '名称'],
  outside: ['For a system outside this organisation', '供本组织以外的系统使用'],
  revoked: ['revoked', '已吊销'],
  until: (time: string): Both => [`until ${time}`, `有效期至${time}`],
  revoke: ['Revoke', '吊销'],
  remove: ['Remove', '移除'],
  close: ['Close', '关闭'],
  notChanged: ['Nothing was changed.', '未作任何更改。'],
  handOver: [
    'This is shown once. Whoever has it fetches what the token may.',
    '仅显示一次。持有者可获取该令牌允许的内容。',
  ],
} satisfies Record<string, Both | ((...args: never[]) => Both)>
