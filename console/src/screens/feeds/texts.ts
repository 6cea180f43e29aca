import type { Both } from '../../i18n/both.ts'
import { count } from '../../i18n/format.ts'

export const texts = {
  title: ['Feeds', '订阅源'],
  about: ['What this node fetches from elsewhere', '本节点从外部获取的内容'],
  add: ['Add a feed', '新增订阅源'],
  none: ['No feed yet.', '尚无订阅源。'],
  noneHelp: [
    'A feed is looked at first; nothing is taken in before it is switched on.',
    '订阅源须先预览，启用之前不取入任何内容。',
  ],
  name: ['Name', '名称'],
  nameHelp: ['Small letters, digits, dots, hyphens.', '小写字母、数字、点、连字符。'],
  kind: ['Kind', '类型'],
  url: ['Address', '地址'],
  collection: ['TAXII collection', 'TAXII集合'],
  every: ['Every (minutes)', '间隔（分钟）'],
  tlp: ['TLP of what it brings', '内容的TLP级别'],
  on: ['on', '已启用'],
  off: ['off', '未启用'],
  running: ['running', '运行中'],
  failing: (code: string): Both => [`fails: ${code}`, `失败：${code}`],
  taken: (read: number, added: number): Both => [
    `${count(read)} read, ${count(added)} new`,
    `读取${count(read)}个，新增${count(added)}个`,
  ],
  faults: (n: number): Both => [`${count(n)} faults`, `${count(n)}处错误`],
  last: (time: string): Both => [`last ${time}`, `最近${time}`],
  never: ['not fetched yet', '尚未获取'],
  preview: ['Look at it', '预览'],
  enable: ['Switch on', '启用'],
  disable: ['Switch off', '停用'],
  run: ['Fetch now', '立即获取'],
  remove: ['Remove', '移除'],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  notChanged: ['No feed was changed.', '未更改任何订阅源。'],
  previewed: (n: number): Both => [
    `${count(n)} objects would come. Nothing was taken in.`,
    `将取入${count(n)}个对象，目前未取入任何内容。`,
  ],
  samples: ['For example', '示例'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>
