import type { Both } from '../compact/labels.ts'
import type { RequestRoot } from './acts.ts'
import type { RequestContent } from './content.ts'
import { EVIDENCE_LABELS } from './labels.ts'
import { TEMPLATES } from './templates.ts'
import type { EvidenceItem } from './words.ts'

/** What a checklist finds: `block` stops the request at its sender, `warn` lets it go. */
export interface ChecklistFinding {
  readonly level: 'block' | 'warn'
  readonly code: keyof typeof SENTENCES | 'item-missing'
  /** The item that is missing; null when the finding is about something else. */
  readonly item: EvidenceItem | null
  readonly sentence: Both
}

const SENTENCES = {
  'questions-missing': {
    en: 'This kind of request asks numbered questions, each with what would settle it.',
    zh: '此类请求须逐条编号提问，并说明何种答复可视为解决。',
  },
  'settles-missing': {
    en: 'A question does not say what would settle it.',
    zh: '有问题未说明何种答复可视为解决。',
  },
  'preservation-missing': {
    en: 'Say what is to be kept, who holds it, and until when.',
    zh: '请说明保全对象、保管方以及保全期限。',
  },
  'harm-missing': {
    en: 'U0 and U1 need the harm that justifies them, in a word and in words.',
    zh: 'U0和U1须写明据以定级的危害及其说明。',
  },
  'harm-too-small': {
    en: 'U0 is for danger to life or critical information infrastructure alone.',
    zh: 'U0仅限危及生命或关键信息基础设施的情形。',
  },
  'not-minimised': {
    en: 'It holds personal data that was not minimised.',
    zh: '含有未作最小化处理的个人信息。',
  },
  'minimisation-unexplained': {
    en: 'It holds personal data and does not say how that was minimised.',
    zh: '含有个人信息，但未说明如何作最小化处理。',
  },
  'mla-reference-missing': {
    en: 'The reference of the mutual legal assistance is missing.',
    zh: '缺少刑事司法协助的文号。',
  },
  attribution: {
    en: 'The statement that nobody is held responsible is switched off.',
    zh: '已关闭“不涉及责任归因”声明。',
  },
  'use-beyond': {
    en: 'Use for prosecution, publication or targeting needs the other side’s agreement.',
    zh: '用于起诉、发布或定向处置须经对方同意。',
  },
  'translation-missing': {
    en: 'There is no translation: the other side may work in the other language.',
    zh: '没有译文：对方可能使用另一种语言工作。',
  },
  'translation-unreviewed': {
    en: 'A machine’s translation that nobody has compared cannot be authoritative.',
    zh: '未经人工核对的机器译文不能作准。',
  },
  'level-mismatch': {
    en: 'A level I or II incident is rarely routine: look at the urgency again.',
    zh: '特别重大或重大事件通常不属常规：请再次核对紧急程度。',
  },
} as const satisfies Readonly<Record<string, Both>>

/** Items that a content and an act hold, sorted: what an act lists as its evidence. */
export function evidenceOf(
  content: RequestContent,
  act: Pick<RequestRoot, 'targets' | 'personal_data'>,
): readonly EvidenceItem[] {
  const { facts, basis } = content
  const items = new Set<EvidenceItem>(content.evidence.map(({ item }) => item))
  if (act.targets > 0) items.add('targets')
  if (act.personal_data.categories.length > 0) items.add('data-categories')
  if (content.harm) items.add('harm-description')
  if (facts.verified) items.add('verification')
  if (facts.times.length > 0) items.add('first-seen')
  if (basis.law || basis.norm || basis.mla_reference) items.add('legal-basis')
  if (content.preservation) items.add('custodian')
  return [...items].toSorted()
}

/**
 * Asks a request what its receiver would: everything that a refusal for insufficient evidence
 * could name is found before it is sent.
 */
export function checkRequest(
  act: RequestRoot,
  content: RequestContent,
): readonly ChecklistFinding[] {
  return [...itemFindings(act), ...needFindings(act, content), ...careFindings(act, content)]
}

function itemFindings(act: RequestRoot): ChecklistFinding[] {
  const { required, wanted } = TEMPLATES[act.template]
  const has = new Set<string>(act.evidence)
  const missing = (level: 'block' | 'warn') => (item: EvidenceItem) => {
    const { en, zh } = EVIDENCE_LABELS[item]
    const sentence = { en: `Missing: ${en}.`, zh: `缺少：${zh}。` }
    return { level, code: 'item-missing', item, sentence } as const
  }
  return [
    ...required.filter((item) => !has.has(item)).map(missing('block')),
    ...wanted.filter((item) => !has.has(item)).map(missing('warn')),
  ]
}

function needFindings(act: RequestRoot, content: RequestContent): ChecklistFinding[] {
  const { needs } = TEMPLATES[act.template]
  const found: ChecklistFinding[] = []
  if (needs.includes('questions') && act.questions === 0) found.push(block('questions-missing'))
  if (content.questions.some(({ settles }) => settles === null)) found.push(warn('settles-missing'))
  const keeps = content.preservation !== null && act.preserve_until !== null
  if (needs.includes('preservation') && !keeps) found.push(block('preservation-missing'))
  return found
}

function careFindings(act: RequestRoot, content: RequestContent): ChecklistFinding[] {
  const found: ChecklistFinding[] = []
  const { urgency, harm, personal_data: personal, basis, use, incident } = act
  if (urgency === 'u0' || urgency === 'u1') {
    if (harm === 'none-known' || content.harm === null) found.push(block('harm-missing'))
    if (urgency === 'u0' && harm !== 'life' && harm !== 'critical-infrastructure') {
      found.push(block('harm-too-small'))
    }
  } else if (incident.level !== null && incident.level <= 2) found.push(warn('level-mismatch'))
  if (personal.categories.length > 0) {
    if (!personal.minimised) found.push(block('not-minimised'))
    else if (content.personal_data === null) found.push(block('minimisation-unexplained'))
  }
  if (basis.mla === 'reference' && content.basis.mla_reference === null) {
    found.push(block('mla-reference-missing'))
  }
  if (!basis.no_attribution) found.push(warn('attribution'))
  if (use.prosecution || use.publication || use.targeting) found.push(warn('use-beyond'))
  return [...found, ...translationFindings(content)]
}

function translationFindings({ title, description }: RequestContent): ChecklistFinding[] {
  const texts = description ? [title, description] : [title]
  const bad = texts.some(({ translation, authoritative }) => {
    const isRead = translation && (translation.by === 'human' || translation.reviewer !== null)
    return authoritative !== 'original' && !isRead
  })
  if (bad) return [block('translation-unreviewed')]
  return texts.every(({ translation }) => translation !== null) ? [] : [warn('translation-missing')]
}

function block(code: keyof typeof SENTENCES): ChecklistFinding {
  return { level: 'block', code, item: null, sentence: SENTENCES[code] }
}

function warn(code: keyof typeof SENTENCES): ChecklistFinding {
  return { ...block(code), level: 'warn' }
}
