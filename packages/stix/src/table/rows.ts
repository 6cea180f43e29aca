import { type CommonUse, commonProperties, notApplicable } from './common.ts'
import { inSection } from './kinds.ts'
import type { ObjectType, Properties, Rule, Shape, StixClass } from './model.ts'

/** What a row says beyond its own properties. */
export interface RowMore {
  readonly rules?: readonly Rule[]
  readonly common?: CommonUse
  readonly extensions?: readonly Shape[]
  readonly identity?: readonly string[]
}

/** §3.2: a version is not older than the object. */
export const VERSION_ORDER: Rule = {
  rule: 'order',
  earlier: 'created',
  later: 'modified',
  strict: false,
}

function row(
  stixClass: StixClass,
  name: string,
  section: string,
  own: Properties,
  more: RowMore,
): ObjectType {
  const common = commonProperties(stixClass, name, more.common)
  const versioned = common.modified !== undefined
  return {
    name,
    class: stixClass,
    section,
    properties: { ...common, ...own },
    notApplicable: notApplicable(stixClass, more.common),
    constraints: [
      ...(versioned ? inSection('3.2', [VERSION_ORDER]) : []),
      ...inSection(section, more.rules ?? []),
    ],
    extensions: Object.fromEntries((more.extensions ?? []).map((each) => [each.name, each])),
    identity: more.identity ?? [],
  }
}

/** A domain object (§4). */
export const domainObject = (
  name: string,
  section: string,
  own: Properties,
  more: RowMore = {},
): ObjectType => row('sdo', name, section, own, more)

/** A relationship object (§5). */
export const relationshipObject = (
  name: string,
  section: string,
  own: Properties,
  more: RowMore = {},
): ObjectType => row('sro', name, section, own, more)

/** A cyber-observable object (§6). */
export const observable = (
  name: string,
  section: string,
  own: Properties,
  more: RowMore = {},
): ObjectType => row('sco', name, section, own, more)

/** A meta object (§7). */
export const metaObject = (
  name: string,
  section: string,
  own: Properties,
  more: RowMore = {},
): ObjectType => row('meta', name, section, own, more)

/** `first_seen` is not after `last_seen`: what many types say alike. */
export const SEEN_ORDER: Rule = {
  rule: 'order',
  earlier: 'first_seen',
  later: 'last_seen',
  strict: false,
}
