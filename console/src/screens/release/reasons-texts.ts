import type { Both } from '../../i18n/both.ts'

/** What the reasons of the release rules mean; the same sentences as on the command line. */
export const reasons: Readonly<Record<string, Both>> = {
  'type-not-agreed': ['The compact does not name this object type.', '合作约定未列入该对象类型。'],
  'label-exceeded': [
    'The label of this release is stricter than the compact allows.',
    '本次放行的TLP级别严于合作约定的上限。',
  ],
  'marked-too-strict': [
    'Its marking is stricter than the recipient is cleared for.',
    '对象标记严于接收方的许可级别。',
  ],
  'part-marked-too-strict': [
    'The marking of a part is stricter than the recipient is cleared for.',
    '部分内容的标记严于接收方的许可级别。',
  ],
  'marking-unreadable': [
    'A marking cannot be understood, so nobody knows what it guards.',
    '有标记无法识别，不能确定其保护范围。',
  ],
  'leads-to-hidden': [
    'It means nothing without something that may not leave.',
    '去除不可外发的内容后，对象已不完整。',
  ],
  'id-reveals': ['An id from which content could be guessed.', '可由标识符推知内容。'],
  attribution: ['Says who is behind it.', '含归因内容。'],
  'victim-identity': ['Tells who the victim is.', '涉及受害方身份。'],
  'email-address': ['An e-mail address.', '电子邮件地址。'],
  'phone-number': ['A phone number.', '电话号码。'],
  'cn-resident-id': ['A Chinese resident identity number.', '居民身份证号码。'],
  'us-ssn': ['A US social security number.', '美国社会安全号码。'],
  'us-itin': ['A US taxpayer identification number.', '美国个人纳税识别号。'],
  'passport-number': ['What looks like a passport number.', '疑似护照号码。'],
  'bank-card': ['A payment card number.', '银行卡号。'],
  'person-name': ['A name with a title.', '带称谓的姓名。'],
  individual: ['Says who a person is.', '涉及个人身份。'],
  'internal-address': ['An internal address.', '内部网络地址。'],
  'internal-name': ['An internal host name.', '内部主机名。'],
  'benign-listed': ['Benign infrastructure by a warning list.', '误报提示名单中的正常基础设施。'],
  law: ['A local law rule.', '本地法律规则。'],
  'daily-volume': ["The day's volume to this peer is used up.", '已达对该节点的每日数量上限。'],
  'sudden-bulk': ['More at once than usual.', '单次数量超出常规。'],
  'not-redactable': [
    'No valid object is left that the rules let pass.',
    '删减后没有既有效又符合规则的对象。',
  ],
  'coded-too-deep': [
    'A text in more codes within codes than are read.',
    '文字经多重编码，超出可解读的层数。',
  ],
  'too-complex': ['The set depends on itself in too many ways.', '对象之间的依赖过于复杂。'],
}
