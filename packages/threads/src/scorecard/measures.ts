import type { Both } from '../compact/labels.ts'

/** How the samples of a measure become one number. */
export type Reduction = 'median' | 'p90' | 'permille' | 'count'

/** A number of the scorecard (domain, Scorecard). */
export interface Measure {
  readonly id: string
  /** Which samples it is made of. */
  readonly samples: SampleId
  readonly reduction: Reduction
  readonly unit: 'ms' | 'permille' | 'count' | 'points'
  /** Whether it is told for each urgency beside the whole. */
  readonly byUrgency: boolean
  readonly label: Both
}

/** What samples are taken of. */
export type SampleId =
  | 'ping-answered'
  | 'asked'
  | 'acknowledge-time'
  | 'answer-time'
  | 'acknowledge-on-time'
  | 'answer-on-time'
  | 'lapsed'
  | 'extensions'
  | 'extension-in-time'
  | 'refusals'
  | 'refusal-reasoned'
  | 'insufficient-evidence'
  | 'usefulness'
  | 'preservation-honoured'
  | 'target-acted'
  | 'target-act-time'
  | 'target-life'
  | 'relapses'
  | 'drill-joined'
  | 'shared'
  | 'confirmed'
  | 'false-positive'
  | 'novel'
  | 'lead-time'
  | 'handling-breach'
  | 'handling-remedied'
  | 'handling-remedy-time'
  | 'terms-exceeded'
  | 'log-consistent'
  | 'promise-kept'
  | 'operation-step'

type Row = readonly [
  id: string,
  samples: SampleId,
  reduction: Reduction,
  unit: Measure['unit'],
  byUrgency: boolean,
  en: string,
  zh: string,
]

const ROWS: readonly Row[] = [
  [
    'pings-answered',
    'ping-answered',
    'permille',
    'permille',
    false,
    'pings answered by the named role in time',
    '由指定角色按时应答的联络测试比例',
  ],
  ['requests-asked', 'asked', 'count', 'count', true, 'requests asked', '提出的请求数'],
  [
    'acknowledge-median',
    'acknowledge-time',
    'median',
    'ms',
    true,
    'time to acknowledge, median',
    '确认收到用时（中位数）',
  ],
  [
    'acknowledge-p90',
    'acknowledge-time',
    'p90',
    'ms',
    true,
    'time to acknowledge, 90th percentile',
    '确认收到用时（第90百分位）',
  ],
  [
    'answer-median',
    'answer-time',
    'median',
    'ms',
    true,
    'time to first substance, median',
    '首次实质回复用时（中位数）',
  ],
  [
    'answer-p90',
    'answer-time',
    'p90',
    'ms',
    true,
    'time to first substance, 90th percentile',
    '首次实质回复用时（第90百分位）',
  ],
  [
    'acknowledge-on-time',
    'acknowledge-on-time',
    'permille',
    'permille',
    true,
    'acknowledged on time',
    '按时确认收到的比例',
  ],
  [
    'answer-on-time',
    'answer-on-time',
    'permille',
    'permille',
    true,
    'first substance on time',
    '按时实质回复的比例',
  ],
  ['lapsed', 'lapsed', 'count', 'count', true, 'lapsed in silence', '逾期未复数'],
  ['extensions', 'extensions', 'count', 'count', false, 'extensions asked for', '申请延期次数'],
  [
    'extensions-in-time',
    'extension-in-time',
    'permille',
    'permille',
    false,
    'extensions asked for before the deadline',
    '期限届满前申请延期的比例',
  ],
  ['refusals', 'refusals', 'count', 'count', false, 'refusals', '拒绝数'],
  [
    'refusals-reasoned',
    'refusal-reasoned',
    'permille',
    'permille',
    false,
    'refusals with a reason',
    '说明理由的拒绝比例',
  ],
  [
    'insufficient-evidence',
    'insufficient-evidence',
    'permille',
    'permille',
    false,
    'own requests refused for insufficient evidence',
    '本方请求因证据不足被拒的比例',
  ],
  [
    'usefulness-median',
    'usefulness',
    'median',
    'points',
    false,
    'usefulness of answers, 0 to 3, median',
    '回复有用程度（0至3，中位数）',
  ],
  [
    'preservation-honoured',
    'preservation-honoured',
    'permille',
    'permille',
    false,
    'preservation honoured',
    '证据保全履行比例',
  ],
  [
    'takedown-acted',
    'target-acted',
    'permille',
    'permille',
    false,
    'targets acted on',
    '已处置目标的比例',
  ],
  [
    'takedown-act-median',
    'target-act-time',
    'median',
    'ms',
    false,
    'from receipt to down, median',
    '从送达到关停用时（中位数）',
  ],
  [
    'takedown-life-median',
    'target-life',
    'median',
    'ms',
    false,
    'from first seen to down, median',
    '从首次发现到关停用时（中位数）',
  ],
  ['relapses', 'relapses', 'count', 'count', false, 'relapses', '重新上线次数'],
  [
    'drills-joined',
    'drill-joined',
    'permille',
    'permille',
    false,
    'drills answered by a person',
    '有人员应答的演练比例',
  ],
  [
    'items-shared',
    'shared',
    'count',
    'count',
    false,
    'items of intelligence shared',
    '共享的威胁信息条数',
  ],
  [
    'items-confirmed',
    'confirmed',
    'count',
    'count',
    false,
    'items of it sighted by the other side',
    '经对方命中确认的条数',
  ],
  [
    'items-false-positive',
    'false-positive',
    'count',
    'count',
    false,
    'items taken back as false positives',
    '作为误报撤回的条数',
  ],
  [
    'items-novel',
    'novel',
    'permille',
    'permille',
    false,
    'items that the other side says were new to it',
    '对方表示此前未掌握的条目比例',
  ],
  [
    'lead-time-median',
    'lead-time',
    'median',
    'ms',
    false,
    'from the receipt of an item to the other side’s first sighting, median',
    '从送达到对方首次命中用时（中位数）',
  ],
  [
    'handling-breaches',
    'handling-breach',
    'count',
    'count',
    false,
    'breaches of handling reported by the other side',
    '对方通报的违反处理限制次数',
  ],
  [
    'handling-remedied',
    'handling-remedied',
    'permille',
    'permille',
    false,
    'reported breaches that were put right',
    '已补救的违反处理限制比例',
  ],
  [
    'handling-remedy-median',
    'handling-remedy-time',
    'median',
    'ms',
    false,
    'from the report of a breach to its remedy, median',
    '从通报到补救用时（中位数）',
  ],
  [
    'terms-exceeded',
    'terms-exceeded',
    'count',
    'count',
    false,
    'statements refused for going beyond the compact',
    '因超出合作约定被拒收的声明数',
  ],
  [
    'log-consistent',
    'log-consistent',
    'permille',
    'permille',
    false,
    'own log found consistent by the other side',
    '本方日志经对方核对一致的比例',
  ],
  [
    'promises-kept',
    'promise-kept',
    'permille',
    'permille',
    false,
    'kept of the times that it set itself when accepting',
    '受理时自定时间的履行比例',
  ],
  [
    'operation-steps-done',
    'operation-step',
    'permille',
    'permille',
    false,
    'steps of concerted operations done as agreed',
    '联合行动中按约完成的步骤比例',
  ],
]

/** Every number of the scorecard, in its order. There is no ranking among them. */
export const MEASURES: readonly Measure[] = ROWS.map(
  ([id, samples, reduction, unit, byUrgency, en, zh]) => {
    return { id, samples, reduction, unit, byUrgency, label: { en, zh } }
  },
)
