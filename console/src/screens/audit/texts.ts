import type { Both } from '../../i18n/both.ts'

export const texts = {
  title: ['Audit trail', '审计记录'],
  about: ['Who did what at this node; nothing here can be changed', '本节点操作记录，不可更改'],
  export: ['Save all as NDJSON', '全部另存为NDJSON'],
  none: ['Nothing was done yet.', '尚无记录。'],
  time: ['Time', '时间'],
  who: ['Who', '人员'],
  action: ['Action', '操作'],
  outcome: ['Outcome', '结果'],
  address: ['From', '来源地址'],
  done: ['done', '完成'],
  refused: ['refused', '被拒绝'],
  begun: ['begun, not ended', '已开始，未结束'],
  nobody: ['nobody signed in', '未登录'],
  older: ['Older', '更早'],
  newest: ['Newest', '最新'],
} satisfies Record<string, Both>
