import type { Both } from '../../i18n/both.ts'
import { counted } from '../../i18n/format.ts'

export const texts = {
  ladder: ['Ladder and calls', '升级与致电'],
  steps: ['Escalation', '问题升级'],
  noSteps: ['Nobody had to be called yet.', '尚未发生升级。'],
  noStepsHelp: [
    'The ladder climbs by itself when a clock runs out, as the compact says.',
    '计时逾期后，系统按合作约定自动逐级升级。',
  ],
  called: {
    'duty-officer': ['duty officer', '值班员'],
    deputy: ['deputy', '副班'],
    'policy-contact': ['policy contact', '政策联络点'],
    hotline: ['hotline', '热线'],
  },
  clocks: {
    receipt: ['no receipt', '无回执'],
    acknowledge: ['not acknowledged', '未确认收到'],
    answer: ['not answered', '未答复'],
  },
  sides: { asker: ['told here', '通知本方'], owner: ['called here', '呼叫本方'] },
  sent: ['told to the other side', '已告知对方'],
  now: (who: string): Both => [`Escalated to ${who}`, `已升级至${who}`],
  pending: [
    'Not yet made sure of. Call them through a second contact before anything is done.',
    '尚未核实。处置前请通过第二联络点致电对方。',
  ],
  sure: ['Made sure of by telephone.', '已电话核实。'],
  denied: ['They deny having sent it.', '对方否认发出该请求。'],
  whom: ['Whom to call', '可致电的联络点'],
  whomHelp: [
    'Never whom the request itself names: that proves nothing.',
    '不得使用请求中所列的联络方式，其不能作为证明。',
  ],
  noWhom: [
    'They have shared no second contact with a telephone number.',
    '对方未告知可致电的第二联络点。',
  ],
  history: ['Ping tests with this peer', '与该节点的联络测试'],
  noHistory: ['None yet.', '尚无记录。'],
  calls: ['Calls made', '已拨打的电话'],
  noCalls: ['No call was made.', '尚未致电。'],
  record: ['Note a call', '记录致电'],
  result: ['They', '结果'],
  results: {
    confirmed: ['confirm the request', '确认该请求'],
    denied: ['deny the request', '否认该请求'],
    'no-answer': ['do not answer', '无人接听'],
  },
  note: ['Note', '备注'],
  notNoted: ['Nothing was noted.', '未作记录。'],
  cancel: ['Cancel', '取消'],
  of: (n: number): Both => counted(n, 'step taken', 'steps taken', '级已升级'),
} satisfies Record<string, Both | ((...args: never[]) => Both) | Readonly<Record<string, Both>>>
