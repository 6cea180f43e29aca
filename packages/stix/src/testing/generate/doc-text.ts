import type { ObjectType, Property, Shape, StixClass, ValueType } from '../../table/model.ts'
import { relationshipsFrom } from '../../table/object-types.ts'
import { VOCABULARIES } from '../../table/vocabularies.ts'
import { FORMATS } from '../../validate/formats.ts'
import { stixTexts, type TextLanguage } from '../../words/texts.ts'
import { constraintText, PAGE_TEXTS } from './doc-sentences.ts'
import { partsOfTable, rowsOf } from './shapes.ts'

/** The page that documents the object table, in Markdown. */
export function objectsPage(language: TextLanguage): string {
  const page = PAGE_TEXTS[language]
  const classes: readonly StixClass[] = ['sdo', 'sro', 'sco', 'meta']
  const blocks = [
    `# ${page.title}`,
    page.other,
    page.intro,
    `## ${page.common}`,
    commonTable(language),
    ...classes.flatMap((each) => [
      `## ${page.classes[each]}`,
      ...rowsOf(each).flatMap((row) => rowBlocks(row, language)),
    ]),
    `## ${page.parts}`,
    ...partsOfTable().flatMap((shape) => shapeBlocks(shape, language)),
    `## ${page.vocabularies}`,
    ...vocabularyBlocks(language),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Common properties as domain objects and observables have them, each once. */
function commonTable(language: TextLanguage): string {
  const found = new Map<string, string>()
  for (const stixClass of ['sdo', 'sco'] as const) {
    for (const row of rowsOf(stixClass).slice(0, 1)) {
      for (const [name, property] of Object.entries(row.properties)) {
        if (property.section !== '3.2' || found.has(name)) continue
        found.set(name, propertyRow(row, name, { ...property, required: false }, language))
      }
    }
  }
  return [PAGE_TEXTS[language].header, '|---|---|---|---|', ...found.values()].join('\n')
}

/** Which common properties a type has. */
function commonLine(shape: Shape, language: TextLanguage): readonly string[] {
  const page = PAGE_TEXTS[language]
  const common = Object.entries(shape.properties).filter(([, { section }]) => section === '3.2')
  if (common.length === 0) return []
  const list = (wanted: boolean) =>
    common
      .filter(([, each]) => each.required === wanted)
      .map(([name]) => `\`${name}\``)
      .join(', ')
  return [`${page.commonRequired}${list(true)}${page.commonOptional}${list(false)}`]
}

function rowBlocks(row: ObjectType, language: TextLanguage): readonly string[] {
  const page = PAGE_TEXTS[language]
  const links = relationshipsFrom(row.name).map(
    ({ type, targets }) => `- \`${type}\` → ${targets.map((each) => `\`${each}\``).join(', ')}`,
  )
  const extensions = Object.keys(row.extensions).map((key) => `\`${key}\``)
  const identity = row.identity.map((name) => `\`${name}\``)
  return [
    ...shapeBlocks(row, language),
    ...(extensions.length > 0 ? [`${page.extensions} ${extensions.join(', ')}`] : []),
    ...(identity.length > 0 ? [`${page.identity} ${identity.join(', ')}`] : []),
    ...(links.length > 0 ? [page.relationships, links.join('\n')] : []),
  ]
}

function shapeBlocks(shape: Shape, language: TextLanguage): readonly string[] {
  const page = PAGE_TEXTS[language]
  const { title, description } = stixTexts(language)(shape.name) ?? { title: '', description: '' }
  const rows = Object.entries(shape.properties)
    .filter(([, { section }]) => section !== '3.2')
    .map(([name, property]) => propertyRow(shape, name, property, language))
  const rules = shape.constraints.map(
    (each) => `- ${constraintText(each, language)} (§${each.section})`,
  )
  return [
    `### ${title} \`${shape.name}\``,
    `${description} (§${shape.section})`,
    [page.header, '|---|---|---|---|', ...rows].join('\n'),
    ...commonLine(shape, language),
    ...(rules.length > 0 ? [rules.join('\n')] : []),
  ]
}

function propertyRow(
  shape: Shape,
  name: string,
  property: Property,
  language: TextLanguage,
): string {
  const page = PAGE_TEXTS[language]
  const { description = '' } = stixTexts(language)(`${shape.name}.${name}`) ?? {}
  const marks = [
    property.required ? page.required : '',
    property.recommended ? page.recommended : '',
    property.deprecated ? page.deprecated : '',
  ].filter((mark) => mark !== '')
  return `| \`${name}\` | ${kindText(property.type, language)} | ${marks.join(page.comma)} | ${description} |`
}

function kindText(type: ValueType, language: TextLanguage): string {
  const page = PAGE_TEXTS[language]
  switch (type.kind) {
    case 'list':
      return `${page.listOf}${kindText(type.of, language)}`
    case 'literal':
      return `\`${type.value}\``
    case 'string':
      return type.format ? FORMATS[type.format][language] : 'string'
    case 'reference':
      return type.to.types
        ? `→ ${type.to.types.map((each) => `\`${each}\``).join(', ')}`
        : `→ ${type.to.classes?.map((each) => each.toUpperCase()).join(', ') ?? page.any}`
    case 'enum':
    case 'open-vocab':
      return `[${type.vocabulary}](#${type.vocabulary})`
    case 'object':
      return `\`${type.shape.name}\``
    case 'integer':
      return type.max < Number.MAX_SAFE_INTEGER ? `integer ${type.min}–${type.max}` : 'integer'
    case 'float':
      return type.max < Number.MAX_VALUE ? `float ${type.min}–${type.max}` : 'float'
    default:
      return type.kind
  }
}

function vocabularyBlocks(language: TextLanguage): readonly string[] {
  const page = PAGE_TEXTS[language]
  return [...VOCABULARIES.values()].flatMap(({ name, section, closed, values }) => [
    `### ${name}`,
    `${closed ? page.closed : page.open} (§${section}): ${values.map((value) => `\`${value}\``).join(', ')}`,
  ])
}
