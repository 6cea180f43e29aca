import type { Both } from '../compact/labels.ts'
import type { REQUEST_TYPES } from '../compact/terms.ts'
import type { RequestKind } from './acts.ts'
import type {
  EvidenceItem,
  Harm,
  MOVE_REASONS,
  PERMITTED_ACTIONS,
  Phase,
  QUESTION_STATUS,
  RefuseCode,
  TargetStatus,
} from './words.ts'

type Labels<K extends string> = Readonly<Record<K, Both>>

/** Where a request stands, in both languages; `delivered` and `lapsed` are views. */
export const PHASE_LABELS: Labels<Phase | 'delivered' | 'lapsed' | 'draft' | 'authorised'> = {
  draft: { en: 'draft', zh: '草稿' },
  authorised: { en: 'authorised', zh: '已核准' },
  sent: { en: 'sent', zh: '已发送' },
  delivered: { en: 'delivered', zh: '已送达' },
  acknowledged: { en: 'acknowledged', zh: '已确认收到' },
  accepted: { en: 'accepted', zh: '已受理' },
  'needs-info': { en: 'needs information', zh: '待补充材料' },
  'in-progress': { en: 'in progress', zh: '处理中' },
  'partly-answered': { en: 'partly answered', zh: '已部分回复' },
  answered: { en: 'answered', zh: '已回复' },
  rated: { en: 'rated', zh: '已评价' },
  refused: { en: 'refused with reason', zh: '已拒绝并说明理由' },
  transferred: { en: 'transferred', zh: '已转交' },
  withdrawn: { en: 'withdrawn', zh: '已撤回' },
  closed: { en: 'closed', zh: '已办结' },
  lapsed: { en: 'lapsed', zh: '逾期未复' },
}

/** What a party asks for. */
export const TYPE_LABELS: Labels<(typeof REQUEST_TYPES)[number]> = {
  analysis: { en: 'analysis', zh: '分析' },
  clarification: { en: 'clarification', zh: '澄清' },
  information: { en: 'information', zh: '提供信息' },
  preservation: { en: 'preservation', zh: '证据保全' },
  takedown: { en: 'takedown or mitigation', zh: '关停或处置' },
  'victim-notification': { en: 'victim notification', zh: '通知受害方' },
}

/** Urgencies and when they fit. */
export const URGENCY_LABELS: Labels<'u0' | 'u1' | 'u2' | 'u3'> = {
  u0: {
    en: 'U0 life or critical infrastructure, harm now',
    zh: 'U0危及生命或关键信息基础设施，危害正在发生',
  },
  u1: { en: 'U1 active harm', zh: 'U1危害正在发生' },
  u2: { en: 'U2 routine', zh: 'U2常规' },
  u3: { en: 'U3 research, policy', zh: 'U3研究、政策' },
}

/** The harm that justifies an urgency. */
export const HARM_LABELS: Labels<Harm> = {
  life: { en: 'life or health in danger', zh: '危及生命或健康' },
  'critical-infrastructure': {
    en: 'critical information infrastructure in danger',
    zh: '危及关键信息基础设施',
  },
  'victims-now': { en: 'people are being harmed now', zh: '正有人员受害' },
  'loss-now': { en: 'losses are growing now', zh: '损失正在扩大' },
  exposure: { en: 'exposure without known loss', zh: '存在暴露，尚无已知损失' },
  'none-known': { en: 'none known', zh: '尚无已知危害' },
}

/** Why a request is refused. */
export const REFUSE_LABELS: Labels<RefuseCode> = {
  'not-our-constituency': { en: 'not our constituency', zh: '不属于本方管辖范围' },
  'insufficient-evidence': { en: 'insufficient evidence', zh: '证据不足' },
  'law-forbids': { en: 'law forbids it', zh: '法律不允许' },
  'mutual-legal-assistance': {
    en: 'mutual legal assistance is required',
    zh: '须经刑事司法协助途径',
  },
  disproportionate: { en: 'disproportionate', zh: '请求与危害不相称' },
  'sovereignty-or-security': { en: 'sovereignty or security', zh: '涉及主权或安全' },
  duplicate: { en: 'duplicate', zh: '重复请求' },
  capacity: { en: 'capacity', zh: '处置能力不足' },
  'unsafe-to-act': { en: 'unsafe to act', zh: '处置存在风险' },
  'no-reason-given': { en: 'no reason given', zh: '未说明理由' },
}

/** What a checklist asks for. */
export const EVIDENCE_LABELS: Labels<EvidenceItem> = {
  'affected-systems': { en: 'affected systems', zh: '受影响系统' },
  'attack-traffic': { en: 'sample of the attack traffic', zh: '攻击流量样本' },
  'contact-of-victim': { en: 'how the victim is reached', zh: '受害方联系方式' },
  custodian: { en: 'custodian of what is to be kept', zh: '保管方' },
  'data-categories': { en: 'categories of the data', zh: '数据类别' },
  'first-seen': { en: 'when it was first seen', zh: '首次发现时间' },
  'harm-description': { en: 'description of the harm', zh: '危害说明' },
  headers: { en: 'headers of the message', zh: '邮件头信息' },
  'legal-basis': { en: 'legal basis', zh: '法律依据' },
  'proof-of-concept': { en: 'proof of concept', zh: '验证方法' },
  'sample-digest': { en: 'digest of the sample', zh: '恶意样本摘要' },
  screenshot: { en: 'screenshot', zh: '页面截图' },
  targets: { en: 'list of targets', zh: '目标清单' },
  verification: { en: 'what was verified, and how', zh: '核实内容与方法' },
  versions: { en: 'affected versions', zh: '受影响版本' },
}

/** How a numbered question stands. */
export const QUESTION_LABELS: Labels<(typeof QUESTION_STATUS)[number]> = {
  open: { en: 'open', zh: '待答复' },
  working: { en: 'being worked on', zh: '处理中' },
  settled: { en: 'settled', zh: '已解决' },
  'cannot-answer': { en: 'cannot be answered', zh: '无法答复' },
  refused: { en: 'refused', zh: '已拒绝' },
}

/** How a target stands. */
export const TARGET_LABELS: Labels<TargetStatus> = {
  open: { en: 'open', zh: '待处理' },
  working: { en: 'being worked on', zh: '处理中' },
  down: { en: 'down', zh: '已关停' },
  'already-down': { en: 'was down already', zh: '此前已失效' },
  notified: { en: 'operator notified', zh: '已通知运营者' },
  'not-ours': { en: 'not ours', zh: '不属于本方' },
  cannot: { en: 'cannot act', zh: '无法处置' },
  refused: { en: 'refused', zh: '已拒绝' },
  up: { en: 'up again', zh: '重新上线' },
  confirmed: { en: 'confirmed down', zh: '已确认关停' },
  withdrawn: { en: 'withdrawn', zh: '已撤回' },
}

/** Why somebody extends, holds, withdraws, rates, disputes or closes. */
export const REASON_LABELS: Labels<(typeof MOVE_REASONS)[number]> = {
  'awaiting-third-party': { en: 'awaiting a third party', zh: '等待第三方' },
  capacity: { en: 'capacity', zh: '处置能力不足' },
  duplicate: { en: 'duplicate', zh: '重复' },
  'false-positive': { en: 'false positive', zh: '误报' },
  incomplete: { en: 'incomplete', zh: '不完整' },
  incorrect: { en: 'incorrect', zh: '不正确' },
  late: { en: 'late', zh: '过迟' },
  law: { en: 'law', zh: '法律原因' },
  'no-longer-needed': { en: 'no longer needed', zh: '不再需要' },
  resolved: { en: 'resolved', zh: '已解决' },
  technical: { en: 'technical', zh: '技术原因' },
  useful: { en: 'useful', zh: '有用' },
  'no-reason-given': { en: 'no reason given', zh: '未说明理由' },
}

/** How far an answer goes. */
export const RESULT_LABELS: Labels<'complete' | 'part' | 'nothing-found'> = {
  complete: { en: 'complete', zh: '完整' },
  part: { en: 'in part', zh: '部分' },
  'nothing-found': { en: 'nothing found', zh: '未发现' },
}

/** What a recipient may do with what it is told (IEP 2.0; the words of the wire stay English). */
export const PERMITTED_LABELS: Labels<(typeof PERMITTED_ACTIONS)[number]> = {
  none: { en: 'no action', zh: '不得采取行动' },
  'contact-for-instruction': { en: 'ask first', zh: '须先联系请示' },
  'internally-visible-actions': { en: 'actions seen only inside', zh: '仅限内部可见的行动' },
  'externally-visible-indirect-actions': {
    en: 'indirect actions seen outside',
    zh: '可采取外部可见的间接行动',
  },
  'externally-visible-direct-actions': {
    en: 'direct actions seen outside',
    zh: '可采取外部可见的直接行动',
  },
}

/** What was said in a request, in words; commands and wire values stay as they are. */
export const SAID_LABELS: Readonly<Record<RequestKind, Both>> = {
  'request.notify': { en: 'notified', zh: '通报' },
  'request.request': { en: 'asked', zh: '提出请求' },
  'request.targets': { en: 'listed targets', zh: '列出目标' },
  'request.receive': { en: 'told of arrivals', zh: '告知送达时间' },
  'request.tender': { en: 'quoted a tender', zh: '引述信箱提供凭据' },
  'request.acknowledge': { en: 'acknowledged', zh: '确认收到' },
  'request.accept': { en: 'accepted', zh: '受理' },
  'request.need-info': { en: 'needs information', zh: '待补充材料' },
  'request.info': { en: 'gave information', zh: '补充材料' },
  'request.refuse': { en: 'refused', zh: '拒绝' },
  'request.transfer': { en: 'transferred', zh: '转交' },
  'request.update': { en: 'reported progress', zh: '通报进展' },
  'request.partial': { en: 'answered in part', zh: '部分回复' },
  'request.answer': { en: 'answered', zh: '回复' },
  'request.extend': { en: 'extended', zh: '延期' },
  'request.hold': { en: 'on hold', zh: '暂缓' },
  'request.withdraw': { en: 'withdrew', zh: '撤回' },
  'request.escalate': { en: 'escalated', zh: '问题升级' },
  'request.rate': { en: 'rated', zh: '评价' },
  'request.dispute': { en: 'disputed', zh: '异议' },
  'request.close': { en: 'closed', zh: '办结' },
}
