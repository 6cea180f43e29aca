import type { ObjectType, ReferenceTargets, Shape, ValueType } from '../../table/model.ts'
import { OBJECT_TYPES, objectType } from '../../table/object-types.ts'
import type { ObjectPath, PathStep, Span } from '../language/syntax.ts'
import type { Report } from './report.ts'

/** What may stand at the end of a path; `undefined` for what the object table does not know. */
export type Resolved = readonly ResolvedValue[] | undefined

export interface ResolvedValue {
  readonly type: ValueType
  /** The key of a dictionary of hashes: the algorithm. */
  readonly algorithm?: string
}

/** Follows a path through the object table (§9.7); reports the step that leads nowhere. */
export function resolvePath(path: ObjectPath, report: Report): Resolved {
  const root = objectType(path.type)
  const place = { start: path.start, end: path.start + path.type.length }
  if (root === undefined) {
    report('pattern-type-unknown', 'warning', place)
    return undefined
  }
  if (root.class !== 'sco') {
    report('pattern-type-not-observable', 'error', place)
    return undefined
  }
  let at: readonly Standing[] = [{ kind: 'shapes', shapes: [root] }]
  for (const step of path.steps) {
    const next = at.flatMap((each) => advance(each, step))
    if (next.length === 0) {
      reportStep(at, step, report)
      return undefined
    }
    if (next.some(({ kind }) => kind === 'unknown')) return undefined
    at = next
  }
  return at.flatMap((each) => (each.kind === 'value' ? [each.value] : []))
}

/** Where a path stands. Several at once behind a reference that may name several types. */
type Standing =
  | { readonly kind: 'shapes'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'value'; readonly value: ResolvedValue; readonly owner: readonly Shape[] }
  | { readonly kind: 'unknown' }

function advance(at: Standing, step: PathStep): readonly Standing[] {
  if (at.kind === 'unknown') return [at]
  if (step.kind !== 'property') return at.kind === 'value' ? entry(at.value.type) : []
  if (at.kind === 'shapes') return ofShapes(at.shapes, step.name)
  return ofValue(at.value.type, step.name, at.owner)
}

function ofShapes(shapes: readonly Shape[], name: string): readonly Standing[] {
  return shapes
    .filter(({ properties }) => Object.hasOwn(properties, name))
    .map((shape) => {
      const type = shape.properties[name]?.type ?? ANYTHING
      return { kind: 'value', value: { type }, owner: [shape] }
    })
}

const ANYTHING: ValueType = { kind: 'any-object' }

function entry(type: ValueType): readonly Standing[] {
  if (type.kind === 'list') return [{ kind: 'value', value: { type: type.of }, owner: [] }]
  return isOpen(type) ? [{ kind: 'unknown' }] : []
}

function ofValue(type: ValueType, name: string, owner: readonly Shape[]): readonly Standing[] {
  switch (type.kind) {
    case 'object':
      return ofShapes([type.shape], name)
    case 'reference':
      return referred(type.to).flatMap((target) => ofShapes([target], name))
    case 'hashes':
      return [{ kind: 'value', value: { type: { kind: 'string' }, algorithm: name }, owner }]
    case 'dictionary':
      return (type.values ?? []).length === 0
        ? [{ kind: 'unknown' }]
        : (type.values ?? []).map((each) => ({ kind: 'value', value: { type: each }, owner }))
    case 'extensions':
      return extension(name, owner)
    default:
      return isOpen(type) ? [{ kind: 'unknown' }] : []
  }
}

/** A predefined extension, or one of somebody else's. */
function extension(name: string, owner: readonly Shape[]): readonly Standing[] {
  if (name.startsWith('extension-definition--')) return [{ kind: 'unknown' }]
  const shapes = owner.flatMap((each) =>
    isObjectType(each) && Object.hasOwn(each.extensions, name) ? [each.extensions[name]] : [],
  )
  const known = shapes.filter((each) => each !== undefined)
  return known.length === 0 ? [] : [{ kind: 'shapes', shapes: known }]
}

function isObjectType(shape: Shape): shape is ObjectType {
  return 'extensions' in shape
}

function isOpen(type: ValueType): boolean {
  return type.kind === 'any-object' || type.kind === 'observable-container'
}

function referred({ types, classes }: ReferenceTargets): readonly ObjectType[] {
  if (types === undefined && classes === undefined) return [...OBJECT_TYPES.values()]
  return [...OBJECT_TYPES.values()].filter(
    (each) => types?.includes(each.name) || classes?.includes(each.class),
  )
}

function reportStep(at: readonly Standing[], step: PathStep, report: Report): void {
  const place: Span = { start: step.start, end: step.end }
  const values = at.flatMap((each) => (each.kind === 'value' ? [each.value.type] : []))
  if (step.kind !== 'property') report('pattern-not-a-list', 'error', place)
  else if (values.some(({ kind }) => kind === 'list')) {
    report('pattern-list-needs-index', 'error', place)
  } else if (values.some(({ kind }) => kind === 'reference')) {
    report('pattern-reference-property', 'warning', place)
  } else if (
    values.some(({ kind }) => kind === 'object' || kind === 'extensions') ||
    values.length === 0
  ) {
    report('pattern-property-unknown', 'warning', place)
  } else report('pattern-not-an-object', 'error', place)
}
