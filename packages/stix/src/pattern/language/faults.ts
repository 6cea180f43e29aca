import type { FaultSentence } from '../../fault-sentence.ts'

/** What can be wrong with the text of a pattern: it matches nothing (§9.4). */
export type PatternSyntaxCode =
  | 'pattern-size'
  | 'pattern-depth'
  | 'pattern-text'
  | 'pattern-character'
  | 'pattern-unclosed'
  | 'pattern-escape'
  | 'pattern-expected-observation'
  | 'pattern-expected-path'
  | 'pattern-expected-name'
  | 'pattern-name-quotes'
  | 'pattern-expected-operator'
  | 'pattern-expected-literal'
  | 'pattern-expected-string'
  | 'pattern-expected-timestamp'
  | 'pattern-expected-number'
  | 'pattern-expected-bracket'
  | 'pattern-expected-word'
  | 'pattern-unfinished'
  | 'pattern-number-range'
  | 'pattern-hex'
  | 'pattern-base64'
  | 'pattern-timestamp'
  | 'pattern-list-index'
  | 'pattern-set-mixed'
  | 'pattern-qualifier-zero'
  | 'pattern-qualifier-twice'
  | 'regex-many'
  | RegexFaultCode

/** What can be wrong with the regular expression of MATCHES. */
export type RegexFaultCode = 'regex-syntax' | 'regex-unsupported' | 'regex-size'

/** What the object table says against a pattern, or what can never match. */
export type PatternCheckCode =
  | 'pattern-type-unknown'
  | 'pattern-type-not-observable'
  | 'pattern-property-unknown'
  | 'pattern-not-a-list'
  | 'pattern-list-needs-index'
  | 'pattern-not-an-object'
  | 'pattern-reference-property'
  | 'pattern-literal-kind'
  | 'pattern-operator-kind'
  | 'pattern-vocabulary'
  | 'pattern-vocabulary-open'
  | 'pattern-value-range'
  | 'pattern-address'
  | 'pattern-types-and'
  | 'pattern-start-stop'
  | 'pattern-never'

export type PatternFaultCode = PatternSyntaxCode | PatternCheckCode

/** Something wrong with a pattern, and where. */
export interface PatternFault<Code extends PatternFaultCode = PatternFaultCode> {
  readonly code: Code
  /** A broken MUST, or a SHOULD and what custom content may explain. */
  readonly severity: 'error' | 'warning'
  /** Offset in UTF-16 units, the end exclusive. */
  readonly start: number
  readonly end: number
  /** Line and column of the start, both from 1; the column counts UTF-16 units. */
  readonly line: number
  readonly column: number
}

/** Most faults that are listed of one pattern. */
export const MAX_FAULTS = 100

/** Everything that is wrong with a pattern. */
export interface PatternFaults {
  readonly ok: false
  readonly faults: readonly PatternFault<PatternSyntaxCode>[]
}

/** A code's sentence in both languages, and the section of STIX 2.1 that it comes from. */
export interface PatternFaultText extends FaultSentence {
  readonly section: string
}

const text = (section: string, en: string, zh: string): PatternFaultText => ({ section, en, zh })

/** The sentence of each code. The place is shown beside it, what was written there never inside. */
export const PATTERN_FAULTS: Readonly<Record<PatternFaultCode, PatternFaultText>> = {
  'pattern-size': text('9.4', 'The pattern is longer than is read.', '模式长度超过可读取的上限。'),
  'pattern-depth': text(
    '9.4',
    'The pattern is nested deeper than is read.',
    '模式的嵌套层数超过可读取的上限。',
  ),
  'pattern-text': text(
    '9.4',
    'The pattern is not valid Unicode text.',
    '模式不是有效的Unicode文本。',
  ),
  'pattern-character': text('9.4', 'This character has no meaning here.', '此处不应出现该字符。'),
  'pattern-unclosed': text('9.2', 'The quote or comment is not closed.', '引号或注释没有闭合。'),
  'pattern-escape': text(
    '9.2',
    "Only \\' and \\\\ may follow a backslash in a string.",
    "字符串中的反斜杠只能用于 \\' 和 \\\\。",
  ),
  'pattern-expected-observation': text(
    '9.5',
    'An observation in square brackets is expected here.',
    '此处应为方括号中的观测表达式。',
  ),
  'pattern-expected-path': text(
    '9.7',
    'An object path such as file:name is expected here.',
    '此处应为对象路径，例如file:name。',
  ),
  'pattern-expected-name': text('9.7', 'A property name is expected here.', '此处应为属性名。'),
  'pattern-name-quotes': text(
    '9.7',
    'A property name with a hyphen or a full stop must be in apostrophes.',
    '含有连字符或句点的属性名必须写在单引号内。',
  ),
  'pattern-expected-operator': text(
    '9.6.1',
    'A comparison operator is expected here.',
    '此处应为比较运算符。',
  ),
  'pattern-expected-literal': text('9.2', 'A constant is expected here.', '此处应为常量。'),
  'pattern-expected-string': text('9.6.1', 'A string is expected here.', '此处应为字符串。'),
  'pattern-expected-timestamp': text(
    '9.5.1',
    "A timestamp such as t'2016-06-01T00:00:00Z' is expected here.",
    "此处应为时间戳，例如t'2016-06-01T00:00:00Z'。",
  ),
  'pattern-expected-number': text('9.5.1', 'A number is expected here.', '此处应为数字。'),
  'pattern-expected-bracket': text(
    '9.5',
    'A closing bracket is expected here, or a word that goes on.',
    '此处应为右括号，或继续表达式的关键字。',
  ),
  'pattern-expected-word': text(
    '9.5.1',
    'The qualifier lacks its word: SECONDS, TIMES or STOP.',
    '限定符缺少关键字SECONDS、TIMES或STOP。',
  ),
  'pattern-unfinished': text(
    '9.5',
    'The pattern ends here; what follows does not belong to it.',
    '模式到此已结束，其后的内容多余。',
  ),
  'pattern-number-range': text(
    '2.8',
    'The number is beyond what STIX allows (±(2^53 − 1), or a finite float).',
    '数值超出STIX允许的范围（整数为 ±(2^53 − 1)，浮点数须为有限值）。',
  ),
  'pattern-hex': text(
    '9.2',
    'Hexadecimal needs an even number of the digits 0-9 and a-f.',
    '十六进制须由偶数个0-9、a-f字符组成。',
  ),
  'pattern-base64': text('9.2', 'This is not valid base64.', '不是有效的base64编码。'),
  'pattern-timestamp': text(
    '2.16',
    'This is not a time that the calendar has, written as 2016-06-01T00:00:00Z.',
    '时间戳无效：日期时间须真实存在，并写成2016-06-01T00:00:00Z的形式。',
  ),
  'pattern-list-index': text(
    '9.7.2',
    'A list index is 0 or more, or an asterisk.',
    '列表下标应为不小于0的整数或星号。',
  ),
  'pattern-set-mixed': text(
    '9.6.1',
    'The values of IN must be of one kind.',
    'IN中的值必须属于同一类型。',
  ),
  'pattern-qualifier-zero': text(
    '9.5.1',
    'The number of a qualifier must be more than 0.',
    '限定符中的数值必须大于0。',
  ),
  'pattern-qualifier-twice': text(
    '9.5.1',
    'A qualifier may not occur twice on one expression; group with parentheses.',
    '同一表达式不能重复使用同一种限定符，请用圆括号分组。',
  ),
  'regex-syntax': text('9.6.1', 'The regular expression is not valid.', '正则表达式语法有误。'),
  'regex-unsupported': text(
    '9.6.1',
    'The regular expression uses what cannot be matched in linear time, such as lookaround, back references, atomic groups or possessive quantifiers.',
    '正则表达式使用了无法在线性时间内匹配的特性，例如环视、反向引用、固化分组或占有量词。',
  ),
  'regex-size': text(
    '9.6.1',
    'The regular expression is larger than is matched.',
    '正则表达式规模超过可匹配的上限。',
  ),
  'regex-many': text(
    '9.6.1',
    'The pattern has more regular expressions than are read.',
    '模式中的正则表达式数量超过可读取的上限。',
  ),
  'pattern-type-unknown': text(
    '9.7',
    'STIX defines no object type of this name.',
    'STIX没有定义这一对象类型。',
  ),
  'pattern-type-not-observable': text(
    '9.7',
    'Patterns look at cyber-observable objects; this type is none.',
    '模式只能针对网络可观测对象，该类型不属于此类。',
  ),
  'pattern-property-unknown': text(
    '9.7',
    'STIX defines no property of this name here.',
    'STIX在此处没有定义这一属性。',
  ),
  'pattern-not-a-list': text(
    '9.7.2',
    'Only a list takes an index or [*].',
    '只有列表才能使用下标或 [*]。',
  ),
  'pattern-list-needs-index': text(
    '9.7.2',
    'A list needs an index or [*].',
    '列表需要下标或 [*]。',
  ),
  'pattern-not-an-object': text(
    '9.7',
    'The value before this step has no properties.',
    '该步骤之前的值不含属性。',
  ),
  'pattern-reference-property': text(
    '9.7.4',
    'No object that this reference may name has a property of this name.',
    '该引用可指向的对象均没有这一属性。',
  ),
  'pattern-literal-kind': text(
    '9.2',
    'A constant of this kind cannot be compared with this property.',
    '该类型的常量不能与此属性比较。',
  ),
  'pattern-operator-kind': text(
    '9.6.1',
    'This operator does not apply to this property.',
    '该运算符不适用于此属性。',
  ),
  'pattern-vocabulary': text(
    '10',
    'The value is not in the closed vocabulary of this property.',
    '该值不在此属性的封闭词表中。',
  ),
  'pattern-vocabulary-open': text(
    '10',
    'The value is not in the open vocabulary of this property.',
    '该值不在此属性的开放词表中。',
  ),
  'pattern-value-range': text(
    '6',
    'The property can never hold this value.',
    '该属性不可能取这个值。',
  ),
  'pattern-address': text(
    '9.6.1',
    'ISSUBSET and ISSUPERSET need an IP address or a network in CIDR notation.',
    'ISSUBSET和ISSUPERSET需要IP地址或CIDR格式的网段。',
  ),
  'pattern-types-and': text(
    '9.5',
    'Comparisons joined by AND must start from one object type.',
    '用AND连接的比较必须基于同一对象类型。',
  ),
  'pattern-start-stop': text('9.5.1', 'START must be before STOP.', 'START必须早于STOP。'),
  'pattern-never': text('9.6.1', 'This comparison can never be true.', '该比较不可能成立。'),
}

/** Line and column, both from 1, of an offset. A line ends with LF, CR or both. */
export function placeOf(source: string, offset: number): { line: number; column: number } {
  let line = 1
  let begin = 0
  for (const { 0: end, index } of source.slice(0, offset).matchAll(/\r\n|\r|\n/g)) {
    line++
    begin = index + end.length
  }
  return { line, column: offset - begin + 1 }
}
