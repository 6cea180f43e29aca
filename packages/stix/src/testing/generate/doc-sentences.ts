import type { Condition, Constraint } from '../../table/model.ts'
import { FORMATS } from '../../validate/formats.ts'
import type { TextLanguage } from '../../words/texts.ts'

/** What the page of the object table says besides the table. */
export const PAGE_TEXTS = {
  en: {
    title: 'The object table of STIX 2.1',
    other: '中文：[objects.zh-CN.md](objects.zh-CN.md)',
    intro:
      'Made from the object table (`packages/stix/src/table`) by `npm run -w packages/stix generate`; a test holds the two together. Sections are those of STIX 2.1 with errata 01.',
    classes: {
      sdo: 'Domain objects',
      sro: 'Relationship objects',
      sco: 'Cyber-observable objects',
      meta: 'Meta objects',
    },
    common: 'Common properties',
    commonRequired: 'Common, required: ',
    commonOptional: '; optional: ',
    parts: 'Parts and predefined extensions',
    vocabularies: 'Vocabularies',
    header: '| property | kind | | meaning |',
    required: 'required',
    recommended: 'should',
    deprecated: 'deprecated',
    comma: ', ',
    listOf: 'list of ',
    any: 'any object',
    extensions: 'Predefined extensions:',
    identity: 'A deterministic id is made of:',
    relationships: 'Suggested relationships:',
    closed: 'Closed',
    open: 'Open',
  },
  zh: {
    title: 'STIX 2.1 对象表',
    other: 'English: [objects.md](objects.md)',
    intro:
      '本页由 `npm run -w packages/stix generate` 根据对象表（`packages/stix/src/table`）生成，并由测试保证两者一致。章节号对应 STIX 2.1（含勘误 01）。',
    classes: { sdo: '域对象', sro: '关系对象', sco: '可观测数据对象', meta: '元对象' },
    common: '公共属性',
    commonRequired: '公共属性，必需：',
    commonOptional: '；可选：',
    parts: '组成部分与预定义扩展',
    vocabularies: '词表',
    header: '| 属性 | 种类 | | 含义 |',
    required: '必需',
    recommended: '宜提供',
    deprecated: '不推荐',
    comma: '、',
    listOf: '列表：',
    any: '任意对象',
    extensions: '预定义扩展：',
    identity: '确定性标识符的组成：',
    relationships: '建议的关系：',
    closed: '封闭词表',
    open: '开放词表',
  },
} as const

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ')

/** A constraint as a sentence. */
export function constraintText(rule: Constraint, language: TextLanguage): string {
  return language === 'en' ? english(rule) : chinese(rule)
}

function english(rule: Constraint): string {
  switch (rule.rule) {
    case 'at-least-one':
      return `at least one of ${quoted(rule.of)}`
    case 'at-most-one':
      return `only one of ${quoted(rule.of)}`
    case 'requires':
      return `${quoted(rule.names)} must be there ${conditionEnglish(rule.when)}`
    case 'recommends':
      return `${quoted(rule.names)} should be there ${conditionEnglish(rule.when)}`
    case 'forbids':
      return `${quoted(rule.names)} must not be there ${conditionEnglish(rule.when)}`
    case 'order':
      return `\`${rule.later}\` ${rule.strict ? 'after' : 'not before'} \`${rule.earlier}\``
    case 'format':
      return `\`${rule.property}\` is a ${FORMATS[rule.format].en} ${conditionEnglish(rule.when)}`
    case 'shape':
      return `\`${rule.property}\` is a \`${rule.shape.name}\` ${conditionEnglish(rule.when)}`
    case 'refers-to':
      return `\`${rule.property}\` names at least one ${rule.class.toUpperCase()}`
    case 'not-self':
      return `\`${rule.property}\` does not name the object itself`
  }
}

function conditionEnglish(when: Condition): string {
  if ('present' in when) return `when \`${when.present}\` is`
  if ('absent' in when) return `when \`${when.absent}\` is not`
  if ('is' in when) return `when \`${when.property}\` is \`${String(when.is)}\``
  if ('includes' in when) return `when \`${when.property}\` has \`${when.includes}\``
  return `when \`${when.property}\` lacks \`${when.lacks}\``
}

function chinese(rule: Constraint): string {
  switch (rule.rule) {
    case 'at-least-one':
      return `${quoted(rule.of)} 至少有一个`
    case 'at-most-one':
      return `${quoted(rule.of)} 只能有一个`
    case 'requires':
      return `${conditionChinese(rule.when)}必须有 ${quoted(rule.names)}`
    case 'recommends':
      return `${conditionChinese(rule.when)}宜有 ${quoted(rule.names)}`
    case 'forbids':
      return `${conditionChinese(rule.when)}不得有 ${quoted(rule.names)}`
    case 'order':
      return `\`${rule.later}\` ${rule.strict ? '晚于' : '不早于'} \`${rule.earlier}\``
    case 'format':
      return `${conditionChinese(rule.when)}\`${rule.property}\` 为${FORMATS[rule.format].zh}`
    case 'shape':
      return `${conditionChinese(rule.when)}\`${rule.property}\` 为 \`${rule.shape.name}\``
    case 'refers-to':
      return `\`${rule.property}\` 至少引用一个 ${rule.class.toUpperCase()}`
    case 'not-self':
      return `\`${rule.property}\` 不得引用对象自身`
  }
}

function conditionChinese(when: Condition): string {
  if ('present' in when) return `有 \`${when.present}\` 时，`
  if ('absent' in when) return `无 \`${when.absent}\` 时，`
  if ('is' in when) return `\`${when.property}\` 为 \`${String(when.is)}\` 时，`
  if ('includes' in when) return `\`${when.property}\` 含 \`${when.includes}\` 时，`
  return `\`${when.property}\` 不含 \`${when.lacks}\` 时，`
}
