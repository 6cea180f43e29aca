import type { Reason } from './finding.ts'
import { isBankCard, isCnResidentId, isUsItin, isUsSsn } from './identity-numbers.ts'

/** A kind of personal data that a text can hold. */
export type PersonalData = Extract<
  Reason,
  | 'email-address'
  | 'phone-number'
  | 'cn-resident-id'
  | 'us-ssn'
  | 'us-itin'
  | 'passport-number'
  | 'bank-card'
  | 'person-name'
>

/**
 * The kinds of personal data in a text. Numbers are told from others by their checksums, dates and
 * issuers where they have them; names only where a title stands beside them, for nothing else tells
 * a name from a word.
 *
 * @param year - the present one: nobody is born later
 */
export function personalDataIn(text: string, year: number): readonly PersonalData[] {
  const found: PersonalData[] = []
  if (text.includes('@') && holdsEmail(text)) found.push('email-address')
  if (DIGITS.test(text)) {
    if (some(text, RESIDENT_ID, (id) => isCnResidentId(id, year)) || OLD_RESIDENT_ID.test(text)) {
      found.push('cn-resident-id')
    }
    if (some(text, SSN, isUsSsn) || SPOKEN_SSN.test(text)) found.push('us-ssn')
    if (some(text, SSN, isUsItin)) found.push('us-itin')
    if (PASSPORT.test(text)) found.push('passport-number')
    if (CARDS.some((card) => some(text, card, isBankCard))) found.push('bank-card')
    if (PHONES.some((phone) => phone.test(text))) found.push('phone-number')
  }
  if (TITLED_NAME.test(text) || CHINESE_NAME.test(text)) found.push('person-name')
  return found
}

/** Seven digits with little between them: fewer are no number of a person. */
const DIGITS = /\d(?:[ ().-]{0,3}\d){6}/

/** Each repetition is bounded and begins where no digit or letter stands before it. */
// Looked for from every digit on, however it is grouped: the check character tells it from others.
const RESIDENT_ID =
  /(?<![0-9A-Za-z])(?=(\d(?:[\s._/·,-]{0,3}\d){16}[\s._/·,-]{0,3}[\dXx])(?![0-9A-Za-z]))/g
// Those of before 1999 have fifteen digits and no check character.
const OLD_RESIDENT_ID = /(?:身份证|公民身份号|resident id)[^\d\n]{0,12}\d{15}(?!\d)/i
const SSN = /(?<![\w.-])\d{3}[\s._/·-]{1,3}\d{2}[\s._/·-]{1,3}\d{4}(?![\w-]|\.\d)/g
const SPOKEN_SSN = /(?:\bssn|social security|社保号|社会安全号|社会保障号)[^\d\n]{0,20}\d{9}(?!\d)/i
const PASSPORT =
  /(?:passport|护照)[^\n]{0,20}?(?<![0-9A-Za-z])[A-Za-z]{0,2}\d{7,9}(?![0-9A-Za-z])|(?<![0-9A-Za-z])(?:E[A-HJ-NP-Z]?\d{7,8}|G\d{8})(?![0-9A-Za-z])/i
const CARDS = [
  /(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.]\d)(?!\w)/g,
  // In fours, whatever stands between: addresses and versions have no four of them.
  /(?<![\w.])(?:\d{4}[\s._·/-]{1,3}){3}\d{1,7}(?!\w)/g,
] as const

const PHONES: readonly RegExp[] = [
  // International (ITU-T E.164): a plus or 00 and 8 to 15 digits.
  /(?<![\w+])(?:\+|00(?=86|1[2-9]))\d(?:[ ().-]{0,2}\d){7,14}(?!\w)/,
  // Mobile numbers of China.
  /(?<![\w.+-])(?:86[ -]?)?1[3-9]\d(?:[ .-]?\d{4}[ .-]?\d{4}|(?:[ -]\d{2}){4})(?![\w-]|\.\d)/,
  // Landlines of China, with the area code.
  /(?<![\w.+-])\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]\d{3,4}[ -]?\d{4}(?![\w-]|\.\d)/,
  // The North American numbering plan.
  /(?<![\w.+-])(?:1[ .-])?(?:\([2-9]\d{2}\)[ .-]{0,2}|[2-9]\d{2}[ .-]{1,2})[2-9]\d{2}[ .-]\d{4}(?![\w-]|\.\d)/,
  // Any, with a word that says so.
  /(?:\b(?:tel|telephone|phone|mobile|cell|fax)\b|电话|手机|传真)[\s.:：#号码是为]{0,6}\+?\d(?:[ ()-]{0,2}\d){6,14}(?!\w|\.\d|[-/]\d)/i,
]

const TITLED_NAME =
  /(?<![\w.])(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Col|Gen|Lt|Capt|Sgt)\.?[ \u00a0]+\p{Lu}|(?:[Mm][Rr][Ss]?|[Mm][Ss]|[Dd][Rr]|[Pp][Rr][Oo][Ff])\.[ \u00a0]+\p{L})[\p{L}'’-]+/u
// A family name (the hundred that most people have, and those of two), at most two characters, and a title.
const CHINESE_NAME =
  /(?:欧阳|司马|诸葛|上官|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|端木|轩辕|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文])[\u4e00-\u9fff]{0,2}(?:先生|女士|小姐|教授|博士|老师|经理|处长|局长|主任|科长|总监|工程师)/

/** Looks to both sides of each at-sign, no further than an address reaches (RFC 5321 §4.5.3.1). */
function holdsEmail(text: string): boolean {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = text.slice(Math.max(0, at - 65), at)
    const after = text.slice(at + 1, at + 256)
    if (/[\p{L}\p{N}!"#$%&'*+/=?^_`{|}~-]\s{0,2}$/u.test(before) && DOMAIN_AHEAD.test(after))
      return true
  }
  return false
}

const DOMAIN_AHEAD = /^\s{0,2}(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}|^\[[\d.:a-fA-FIPv]+\]/u

function some(text: string, pattern: RegExp, isOne: (number: string) => boolean): boolean {
  // Not matchAll, which makes a new expression each time: most texts have no match at all.
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [all, ahead = all] = match
    if (isOne(ahead)) return true
    if (all === '') pattern.lastIndex++
  }
  return false
}
