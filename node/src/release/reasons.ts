import type { Bilingual } from '../i18n/language.ts'
import type { Outcome, Reason } from './rules/finding.ts'

/** What each reason means, for the people at the desk; a peer sees none of it. */
export const REASON_SENTENCES: Readonly<Record<Reason, Bilingual>> = {
  'type-not-agreed': {
    en: 'The compact does not name this object type.',
    zh: '合作约定未列入该对象类型。',
  },
  'label-exceeded': {
    en: 'The label of this release is stricter than the compact allows.',
    zh: '本次放行的TLP级别严于合作约定的上限。',
  },
  'marked-too-strict': {
    en: 'Its marking is stricter than the recipient is cleared for.',
    zh: '对象标记严于接收方的许可级别。',
  },
  'part-marked-too-strict': {
    en: 'The marking of a part is stricter than the recipient is cleared for.',
    zh: '部分内容的标记严于接收方的许可级别。',
  },
  'marking-unreadable': {
    en: 'A marking cannot be understood, so nobody knows what it guards.',
    zh: '有标记无法识别，不能确定其保护范围。',
  },
  'leads-to-hidden': {
    en: 'It means nothing without something that may not leave.',
    zh: '去除不可外发的内容后，对象已不完整。',
  },
  'id-reveals': {
    en: 'An id from which content could be guessed.',
    zh: '可由标识符推知内容。',
  },
  attribution: { en: 'Says who is behind it.', zh: '含归因内容。' },
  'victim-identity': { en: 'Tells who the victim is.', zh: '涉及受害方身份。' },
  'email-address': { en: 'An e-mail address.', zh: '电子邮件地址。' },
  'phone-number': { en: 'A phone number.', zh: '电话号码。' },
  'cn-resident-id': { en: 'A Chinese resident identity number.', zh: '居民身份证号码。' },
  'us-ssn': { en: 'A US social security number.', zh: '美国社会安全号码。' },
  'us-itin': { en: 'A US taxpayer identification number.', zh: '美国个人纳税识别号。' },
  'passport-number': { en: 'What looks like a passport number.', zh: '疑似护照号码。' },
  'bank-card': { en: 'A payment card number.', zh: '银行卡号。' },
  'person-name': { en: 'A name with a title.', zh: '带称谓的姓名。' },
  individual: { en: 'Says who a person is.', zh: '涉及个人身份。' },
  'internal-address': { en: 'An internal address.', zh: '内部网络地址。' },
  'internal-name': { en: 'An internal host name.', zh: '内部主机名。' },
  'benign-listed': {
    en: 'Benign infrastructure by a warning list.',
    zh: '误报提示名单中的正常基础设施。',
  },
  law: { en: 'A local law rule.', zh: '本地法律规则。' },
  'daily-volume': {
    en: "The day's volume to this peer is used up.",
    zh: '已达对该节点的每日数量上限。',
  },
  'sudden-bulk': { en: 'More at once than usual.', zh: '单次数量超出常规。' },
  'not-redactable': {
    en: 'No valid object is left that the rules let pass.',
    zh: '删减后没有既有效又符合规则的对象。',
  },
  'too-complex': {
    en: 'The set depends on itself in too many ways.',
    zh: '对象之间的依赖过于复杂。',
  },
  'coded-too-deep': {
    en: 'A text in more codes within codes than are read.',
    zh: '文字经多重编码，超出可解读的层数。',
  },
  'label-in-text': {
    en: 'A TLP label in the text is stricter than the label it goes under.',
    zh: '文中的TLP标签严于外发内容本身的标签。',
  },
  'secrecy-mark': {
    en: 'A mark of state secrecy or controlled information in the text.',
    zh: '文中含有国家秘密或受控信息标志。',
  },
}

/** The outcomes and what becomes of an object, in words. */
export const OUTCOME_WORDS: Readonly<Record<Outcome | 'wait', Bilingual>> = {
  allow: { en: 'allow', zh: '放行' },
  redact: { en: 'redact', zh: '删减后放行' },
  review: { en: 'review', zh: '须人工审核' },
  block: { en: 'block', zh: '不予放行' },
  wait: { en: 'waits for what it refers to', zh: '等待所引用的对象' },
}
