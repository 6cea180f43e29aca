import type { Grade } from './grades.ts'
import type { ObjectRuleCode } from './rule-codes.ts'

/** A rule that an object may break: what is said of it, how much it weighs, where it is stated. */
export interface ObjectRule {
  readonly en: string
  readonly zh: string
  readonly grade: Grade
  /** Where the specification states it, when no closer section is known. */
  readonly section: string
}

const rule = (grade: Grade, section: string, en: string, zh: string): ObjectRule => ({
  en,
  zh,
  grade,
  section,
})

/** The rules of STIX 2.1 that are checked, by the code that a fault carries. */
export const OBJECT_RULES: Readonly<Record<ObjectRuleCode, ObjectRule>> = {
  missing: rule('must', '3.1', 'A required property is missing.', '缺少必需的属性。'),
  kind: rule('must', '2', 'The value is not of the kind required.', '值的类型不符合要求。'),
  empty: rule('must', '2.12', 'Empty lists and objects are not allowed.', '列表和对象不得为空。'),
  'text-empty': rule(
    'advice',
    '2.15',
    'An empty string says nothing; leave the property out.',
    '空字符串没有意义；如无内容应省略该属性。',
  ),
  'text-required': rule('must', '2.15', 'This text may not be empty.', '此处文本不得为空。'),
  range: rule('must', '2.10', 'The number is out of range.', '数值超出范围。'),
  'type-syntax': rule(
    'must',
    '3.1',
    'A type is 3 to 250 lower-case letters, digits and single hyphens.',
    '类型名应为3至250个小写字母、数字和单个连字符。',
  ),
  'type-unknown': rule(
    'custom',
    '11.2',
    'STIX 2.1 defines no such type, and no extension of the object adds it.',
    'STIX 2.1未定义此类型，对象的扩展也未引入此类型。',
  ),
  'bundle-inside': rule(
    'must',
    '8',
    'A bundle is no STIX object and cannot stand in the place of one.',
    '集合（bundle）不是STIX对象，不能置于对象的位置。',
  ),
  'id-syntax': rule(
    'must',
    '2.9',
    'An id is a type, two hyphens and a lower-case UUID.',
    '标识符应由类型名、两个连字符和小写UUID组成。',
  ),
  'id-type': rule(
    'must',
    '2.9',
    'The id names another type than the object.',
    '标识符中的类型与对象类型不一致。',
  ),
  'id-version': rule(
    'should',
    '2.9',
    'Observables should have a UUIDv5, all other objects a random UUIDv4.',
    '可观测数据对象宜使用UUIDv5，其他对象宜使用随机的UUIDv4。',
  ),
  'ref-type': rule(
    'must',
    '3.3',
    'The reference names a type that is not allowed here.',
    '引用的对象类型在此处不被允许。',
  ),
  'ref-class': rule(
    'must',
    '4.14',
    'At least one reference must name a cyber-observable object.',
    '至少有一个引用应指向可观测数据对象。',
  ),
  'local-reference': rule(
    'must',
    '2.13',
    'The reference names nothing in the same container.',
    '引用在同一容器中没有对应的对象。',
  ),
  'spec-version': rule('must', '3.2', 'Only STIX 2.1 is read.', '仅支持STIX 2.1。'),
  timestamp: rule(
    'must',
    '2.16',
    'A timestamp is a real date and time in UTC, such as 2026-11-23T08:00:00Z.',
    '时间戳应为真实存在的UTC日期和时间，例如2026-11-23T08:00:00Z。',
  ),
  'timestamp-digits': rule(
    'spelling',
    '3.2',
    'The fraction of the second has too few or too many digits.',
    '秒的小数位数过少或过多。',
  ),
  'time-order': rule(
    'must',
    '3.2',
    'This time lies before the one that it must follow.',
    '此时间早于它应当晚于的时间。',
  ),
  'at-least-one': rule(
    'must',
    '3',
    'At least one of these properties is needed.',
    '以下属性至少应有一个。',
  ),
  'at-most-one': rule(
    'must',
    '3',
    'Only one of these properties may be there.',
    '以下属性只能出现一个。',
  ),
  requires: rule(
    'must',
    '3',
    'This property is needed beside another one.',
    '存在另一属性时，此属性不可缺少。',
  ),
  forbidden: rule(
    'must',
    '3',
    'This property may not be there beside what another one says.',
    '按另一属性的取值，此属性不得出现。',
  ),
  recommended: rule(
    'advice',
    '3.1',
    'A property that should be there is missing.',
    '宜提供此属性。',
  ),
  vocabulary: rule(
    'must',
    '2.4',
    'The value is not in the closed vocabulary.',
    '值不在封闭词表中。',
  ),
  'open-vocabulary': rule(
    'should',
    '2.14',
    'The value is not in the suggested vocabulary.',
    '值不在建议词表中。',
  ),
  'vocabulary-style': rule(
    'should',
    '2.14',
    'A term of your own should be lower-case with hyphens between words.',
    '自定义词应使用小写，词间以连字符分隔。',
  ),
  format: rule('spelling', '3', 'The text is not written as it must be.', '文本的写法不符合规定。'),
  'format-advised': rule(
    'should',
    '3',
    'The text is not written as it should be.',
    '文本的写法不符合建议。',
  ),
  hex: rule('must', '2.8', 'Not pairs of hexadecimal digits.', '不是成对的十六进制数字。'),
  'hex-case': rule(
    'spelling',
    '2.8',
    'Hexadecimal digits are lower-case.',
    '十六进制数字应使用小写。',
  ),
  binary: rule('must', '2.1', 'Not base64 with its padding.', '不是带填充的base64文本。'),
  'dictionary-key': rule(
    'spelling',
    '2.3',
    'A key has 1 to 250 letters, digits, hyphens and underscores of ASCII.',
    '键应为1至250个ASCII字母、数字、连字符或下划线。',
  ),
  'hash-algorithm': rule(
    'should',
    '2.7',
    'The name of the hash algorithm is not in the vocabulary.',
    '散列算法名称不在词表中。',
  ),
  'hash-value': rule(
    'spelling',
    '10.7',
    'The value cannot be a hash of this algorithm.',
    '该值不可能是此算法的散列值。',
  ),
  'property-unknown': rule(
    'custom',
    '11.1',
    'STIX 2.1 defines no such property here, and no extension of the object adds it.',
    'STIX 2.1未在此处定义该属性，对象的扩展也未引入该属性。',
  ),
  'property-name': rule(
    'must',
    '11.1.1',
    'A property name has 3 to 250 lower-case letters, digits and underscores.',
    '属性名应为3至250个小写字母、数字或下划线。',
  ),
  'property-prefix': rule(
    'should',
    '11.1.1',
    'The name of a custom property should begin with x_.',
    '自定义属性名宜以x_ 开头。',
  ),
  'property-reserved': rule(
    'must',
    '3.8',
    'This name is reserved for later versions of STIX.',
    '此名称保留供STIX后续版本使用。',
  ),
  'property-not-applicable': rule(
    'spelling',
    '3.2',
    'This common property is not used by objects of this type.',
    '此类对象不使用该公共属性。',
  ),
  deprecated: rule(
    'deprecated',
    '3.1',
    'This part of STIX is deprecated.',
    'STIX已不推荐使用此部分。',
  ),
  'extension-type': rule(
    'spelling',
    '3.2',
    'An extension by definition names its extension_type.',
    '以定义引入的扩展应注明extension_type。',
  ),
  'extension-unknown': rule(
    'custom',
    '11.3',
    'Neither a predefined extension nor the id of an extension definition.',
    '既不是预定义扩展，也不是扩展定义的标识符。',
  ),
  'extension-misplaced': rule(
    'must',
    '3.10',
    'This predefined extension belongs to another type.',
    '此预定义扩展属于其他类型的对象。',
  ),
  selector: rule(
    'must',
    '7.2.3.1',
    'A selector is property names and list indexes such as [0], joined by dots.',
    '选择器应由属性名和 [0] 这样的列表索引以点号连接而成。',
  ),
  'selector-target': rule(
    'must',
    '7.2.3.1',
    'The selector points at nothing in this object.',
    '选择器在此对象中没有对应的内容。',
  ),
  'marking-circular': rule(
    'must',
    '3.2',
    'A marking definition cannot mark itself.',
    '标记定义不能以自身为标记。',
  ),
  'marking-redefined': rule(
    'must',
    '7.2.1.4',
    'A built-in TLP marking is given another meaning, or a TLP marking is made anew.',
    '内置的TLP标记被赋予其他含义，或另行创建了TLP标记。',
  ),
  'relationship-unlisted': rule(
    'should',
    '5.1',
    'The specification lists no relationship of this type between these objects.',
    '规范未列出这两类对象之间的此种关系。',
  ),
  'creator-missing': rule(
    'producer',
    '3.5',
    'The object does not say who created it.',
    '对象未说明其创建者。',
  ),
  'language-missing': rule(
    'producer',
    '3.2',
    'The object holds text but does not say in which language.',
    '对象含有文本，但未说明所用语言。',
  ),
  pattern: rule('must', '4.7', 'The STIX pattern is not valid.', 'STIX模式无效。'),
  'pattern-advised': rule(
    'should',
    '9',
    'The STIX pattern names what STIX does not define, or what it advises against.',
    'STIX模式使用了未定义或不建议使用的内容。',
  ),
  'id-derived': rule(
    'should',
    '2.9',
    'The id is not the one that every tool derives from this content.',
    '该标识符并非由对象内容按规范计算得出。',
  ),
}
