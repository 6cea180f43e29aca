import type {
  ObjectType,
  Properties,
  Property,
  Shape,
  StixClass,
  ValueType,
} from '../../table/model.ts'
import { OBJECT_TYPES } from '../../table/object-types.ts'
import { VOCABULARIES } from '../../table/vocabularies.ts'
import { stixTexts } from '../../words/texts.ts'
import { partsOfTable, rowsOf } from './shapes.ts'

const HEAD = `// Made from the object table by \`npm run -w packages/stix generate\`; do not edit.
`

const text = stixTexts('en')

/** The generated TypeScript types: file names within `src/objects` and what is in them. */
export function typeFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['vocabularies.ts', vocabularyFile()],
    ['parts.ts', file(partsOfTable().map(partText).join('\n'))],
    ['common.ts', commonFile()],
    ['domain.ts', classFile('sdo')],
    ['links.ts', classFile('sro')],
    ['observables.ts', classFile('sco')],
    ['meta.ts', classFile('meta')],
    ['by-type.ts', byTypeFile()],
  ])
}

/** `windows-pebinary-ext` is `WindowsPebinaryExt`. */
function typeName(name: string): string {
  return name
    .replace(/[-.](.)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^./, (letter) => letter.toUpperCase())
}

function vocabularyFile(): string {
  const types = [...VOCABULARIES.values()].map(({ name, section, closed, values }) => {
    const words = values.map((value) => `\n  | '${value}'`).join('')
    const open = closed ? '' : '\n  | (string & {})'
    const doc = closed
      ? `Closed vocabulary (§${section}).`
      : `Open vocabulary (§${section}): any other string passes.`
    return `/** ${doc} */\nexport type ${typeName(name)} =${words}${open}\n`
  })
  return file(types.join('\n'))
}

/** Common properties (§3.2) of classes all of whose types have them alike. */
const COMMON: Readonly<Partial<Record<StixClass, string>>> = {
  sdo: 'Versioned',
  sro: 'Versioned',
  sco: 'Observed',
}

function commonFile(): string {
  const [domain] = rowsOf('sdo')
  const [observable] = rowsOf('sco')
  if (!domain || !observable) return ''
  const both = [
    ['Versioned', 'Common properties of domain and relationship objects (§3.2)', domain],
    ['Observed', 'Common properties of cyber-observable objects (§3.2)', observable],
  ] as const
  const types = both.map(([name, doc, row]) => {
    const { extensions: _own, id: _id, ...common } = commonOf(row)
    const shape = { ...row, properties: common }
    return `/** ${doc}. */\nexport interface ${name} {\n${members(shape, row)}}\n`
  })
  return file(types.join('\n'))
}

function commonOf(row: ObjectType): Properties {
  return Object.fromEntries(
    Object.entries(row.properties).filter(([, { section }]) => section === '3.2'),
  )
}

function classFile(stixClass: StixClass): string {
  const rows = rowsOf(stixClass)
  return file(rows.map(rowText).join('\n'))
}

/** A file: the imports that its body uses, and the body. */
function file(body: string): string {
  const used = [
    'common',
    'domain',
    'links',
    'meta',
    'observables',
    'parts',
    'values',
    'vocabularies',
  ]
    .filter((name) => new RegExp(`\\b${name}\\.[A-Z]`).test(body))
    .map((name) => `import type * as ${name} from './${name}.ts'\n`)
  return `${HEAD}${used.join('')}\n${body}`
}

function partText(shape: Shape): string {
  const doc = `${text(shape.name)?.description} \`${shape.name}\` (§${shape.section})`
  return `/** ${doc} */\nexport interface ${typeName(shape.name)} {\n${members(shape, 'local')}}\n`
}

function rowText(row: ObjectType): string {
  const common = COMMON[row.class]
  const doc = `${text(row.name)?.description} \`${row.name}\` (§${row.section})`
  const above = common === undefined ? '' : ` extends common.${common}`
  const shared = common === undefined ? {} : commonOf(row)
  const own = Object.entries(row.properties).filter(
    ([name]) => name === 'id' || name === 'extensions' || !(name in shared),
  )
  const shape = { ...row, properties: Object.fromEntries(own) }
  return `/** ${doc} */\nexport interface ${typeName(row.name)}${above} {\n${members(shape, row)}}\n`
}

function members(shape: Shape, around: ObjectType | 'local'): string {
  return Object.entries(shape.properties)
    .map(([name, property]) => member(shape, name, property, around))
    .join('')
}

function member(
  shape: Shape,
  name: string,
  property: Property,
  around: ObjectType | 'local',
): string {
  const { description } = text(`${shape.name}.${name}`) ?? { description: '' }
  const old = property.deprecated ? ' @deprecated' : ''
  const mark = property.required ? '' : '?'
  const type =
    name === 'id' && around !== 'local'
      ? `\`${around.name}--\${string}\``
      : valueText(property.type, around)
  return `  /** ${description}${old} */\n  readonly ${name}${mark}: ${type}\n`
}

function valueText(type: ValueType, around: ObjectType | 'local'): string {
  const part = around === 'local' ? '' : 'parts.'
  switch (type.kind) {
    case 'literal':
      return `'${type.value}'`
    case 'boolean':
      return 'boolean'
    case 'integer':
    case 'float':
      return 'number'
    case 'timestamp':
      return 'values.Timestamp'
    case 'identifier':
      return 'values.Id'
    case 'reference':
      return type.to.types?.map((each) => `\`${each}--\${string}\``).join(' | ') ?? 'values.Id'
    case 'enum':
    case 'open-vocab':
      return `vocabularies.${typeName(type.vocabulary)}`
    case 'hashes':
      return 'values.Hashes'
    case 'list':
      return listText(valueText(type.of, around))
    case 'dictionary':
      return `Readonly<Record<string, ${type.values?.map((each) => valueText(each, around)).join(' | ') ?? 'values.Value'}>>`
    case 'object':
      return `${part}${typeName(type.shape.name)}`
    case 'extensions':
      return extensionsText(around)
    case 'observable-container':
    case 'any-object':
      return 'values.Dictionary'
    default:
      return 'string'
  }
}

function listText(entry: string): string {
  return entry.includes(' | ') ? `readonly (${entry})[]` : `readonly ${entry}[]`
}

function extensionsText(around: ObjectType | 'local'): string {
  const predefined = around === 'local' ? [] : Object.keys(around.extensions)
  if (predefined.length === 0) return 'values.Extensions'
  const members = predefined.map((key) => `readonly '${key}'?: parts.${typeName(key)}`)
  return `values.Extensions & { ${members.join('; ')} }`
}

function byTypeFile(): string {
  const files: Readonly<Record<StixClass, string>> = {
    sdo: 'domain',
    sro: 'links',
    sco: 'observables',
    meta: 'meta',
  }
  const rows = [...OBJECT_TYPES.values()].map(
    (row) => `  readonly '${row.name}': ${files[row.class]}.${typeName(row.name)}\n`,
  )
  return file(`/** The TypeScript type of each STIX type. */
export interface ByType {
${rows.join('')}}

/** Names of the STIX types of the specification. */
export type TypeName = keyof ByType

/** Any STIX object of the specification. */
export type AnyObject = ByType[TypeName]
`)
}
