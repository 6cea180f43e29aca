import type { Bilingual } from '../i18n/language.ts'
import { refusalSentence } from '../i18n/refusals.ts'

const SENTENCES = {
  'unknown-request': { en: 'There is no such request here.', zh: '本节点没有该协助请求。' },
  'unknown-draft': { en: 'There is no such draft here.', zh: '本节点没有该草稿。' },
  'not-yours': {
    en: 'This is for the other side to say.',
    zh: '此项应由对方作出。',
  },
  'not-now': {
    en: 'It cannot be said as the request stands now.',
    zh: '以该请求目前的状态，不能作出此项。',
  },
  'item-required': {
    en: 'Name what is missing: a checklist item or a question.',
    zh: '请指明缺少什么：清单项目或问题编号。',
  },
  'unknown-question': { en: 'The request has no such question.', zh: '该请求没有此编号的问题。' },
  'unknown-target': {
    en: 'Targets must be in the list, rising, without overlap.',
    zh: '目标须在清单范围内，按顺序排列且不得重叠。',
  },
  'unknown-statement': {
    en: 'The other side has said nothing of that digest here.',
    zh: '对方在此请求中没有该摘要的声明。',
  },
  'too-many-moves': { en: 'The request has grown too long.', zh: '该请求的往来过多。' },
  'too-late': {
    en: 'An extension is asked for before the deadline; it has passed.',
    zh: '延期须在期限届满前提出；期限已过。',
  },
  'no-extension-left': {
    en: 'The extensions that count in one submission are used up.',
    zh: '本次提交可用的延期次数已用完。',
  },
  'in-the-past': { en: 'That time has passed.', zh: '该时间已过。' },
  checklist: {
    en: 'The checklist stops it: something is missing that the other side would ask for.',
    zh: '清单核对未通过：缺少对方必然要求的内容。',
  },
  'bad-content': { en: 'A text of it is not in the agreed form.', zh: '文本内容不符合约定格式。' },
  'no-targets': { en: 'None of the targets can be read.', zh: '没有可识别的目标。' },
  'too-many-targets': {
    en: 'There are more targets than one request, or the compact, allows.',
    zh: '目标数量超出单项请求或合作约定的上限。',
  },
  'not-authorised': {
    en: 'A second person has to authorise it first.',
    zh: '须先由第二人核准。',
  },
  'authorisation-expired': {
    en: 'A second person authorised it longer ago than `release.reviewDays` allows: it was not sent, and has to be looked at and authorised again.',
    zh: '第二人的核准已超过 `release.reviewDays` 所定期限：未予发送，须重新审阅并核准。',
  },
  'objects-unknown': {
    en: 'It points to an object that is not here.',
    zh: '所引用的对象不在本节点。',
  },
  'objects-held': {
    en: 'It points to an object that the other side may not have, or that waits for a person at the release desk.',
    zh: '所引用的对象不得发给对方，或正在放行台等待人工审核。',
  },
  'draft-changed': {
    en: 'It is no longer what was looked at: look again.',
    zh: '内容已与审阅时不同：请重新审阅。',
  },
  'unknown-word': {
    en: 'Nothing of that number waits here: it was decided, or nobody decided in time and it can be said anew.',
    zh: '没有该编号的待审内容：已作出决定，或无人按期决定；可重新提交。',
  },
  'u0-cap': {
    en: 'U0 has been used as often as is allowed in thirty days; use U1, or call the hotline.',
    zh: '三十日内U0的使用次数已达上限；请改用U1，或拨打热线。',
  },
  'no-economies': {
    en: 'There is no database of economies: put `economies.mmdb` into the data folder, or install the package geoip-country.',
    zh: '没有国家和地区数据库：请将 `economies.mmdb` 放入数据文件夹，或安装geoip-country软件包。',
  },
  'economies-unreadable': {
    en: 'The database of economies cannot be read: a MaxMind DB of countries is expected.',
    zh: '无法读取国家和地区数据库：须为MaxMind DB格式的国家库。',
  },
  'no-xarf': {
    en: 'X-ARF has no report for this kind of request, or it has no targets.',
    zh: 'X-ARF没有适用于此类请求的报告，或该请求没有目标。',
  },
  'unreadable-targets': {
    en: 'The file of targets cannot be read in this format.',
    zh: '无法按该格式读取目标文件。',
  },
  'nothing-agreed': {
    en: 'The compact in force does not allow requests, or none of this kind or urgency.',
    zh: '现行合作约定未约定协助请求，或不允许此类请求、此紧急程度。',
  },
  'unknown-scorecard': { en: 'There is no such scorecard here.', zh: '本节点没有该记分卡。' },
  'bad-period': {
    en: 'The period must end after it begins.',
    zh: '统计期间的结束时间须晚于开始时间。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** Why something about a request was not done, beside what all rooms may refuse. */
export type RequestCode = keyof typeof SENTENCES

/** The sentence of a code of this room or of any; undefined for one that is unknown. */
export function requestSentence(code: string): Bilingual | undefined {
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code as RequestCode] : refusalSentence(code)
}
