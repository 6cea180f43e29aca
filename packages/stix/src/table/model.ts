import type { Json } from '@concert/core'

/**
 * What kind of STIX object a type is (STIX 2.1 §1.4): domain object, relationship object,
 * cyber-observable object, meta object.
 */
export type StixClass = 'sdo' | 'sro' | 'sco' | 'meta'

/** How a string is written beyond being text. Named after what it holds. */
export type TextFormat =
  | 'capec-id'
  | 'charset'
  | 'country'
  | 'cpe'
  | 'cve-id'
  | 'domain-name'
  | 'email-address'
  | 'ipv4'
  | 'ipv6'
  | 'language-tag'
  | 'lower-hyphen'
  | 'lower-case'
  | 'mac-address'
  | 'media-type'
  | 'priority-class'
  | 'property-name'
  | 'registry-key'
  | 'relationship-type'
  | 'selector'
  | 'url'

/** Which objects a reference may name (§3.3). Without `types` and `classes`: any STIX object. */
export interface ReferenceTargets {
  /** Types that may be named. */
  readonly types?: readonly string[]
  /** Classes all of whose types may be named, those that extensions add included. */
  readonly classes?: readonly StixClass[]
}

/** What a value is (§2). The names are the specification's, where it has one. */
export type ValueType =
  /** Exactly this string: `type` and `spec_version`. */
  | { readonly kind: 'literal'; readonly value: string }
  | {
      readonly kind: 'string'
      readonly format?: TextFormat
      /** How binding the format is; `must` when not given. */
      readonly formatLevel?: 'must' | 'should'
      /** Fewest UTF-16 units; 0 when not given. */
      readonly minLength?: number
      /** Whether an empty string has a meaning of its own here. */
      readonly emptyMeans?: boolean
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'float'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'timestamp'
      /** Fewest and most digits of the fraction, where the specification says (§3.2, §6.7.6). */
      readonly digits?: readonly [least: number, most: number]
    }
  /** The object's own id (§2.9). */
  | { readonly kind: 'identifier' }
  /** The id of another object (§3.3). */
  | { readonly kind: 'reference'; readonly to: ReferenceTargets }
  /** A closed vocabulary (§2.4). */
  | { readonly kind: 'enum'; readonly vocabulary: string }
  /** An open vocabulary (§2.14). */
  | { readonly kind: 'open-vocab'; readonly vocabulary: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'hex' }
  | { readonly kind: 'hashes' }
  | {
      readonly kind: 'dictionary'
      /** How keys are written; the rules of §2.3 when not given. */
      readonly keys?: 'language-tag' | 'free'
      /** Any of these, or any property type when not given. */
      readonly values?: readonly ValueType[]
    }
  | { readonly kind: 'list'; readonly of: ValueType }
  /** An object with properties of its own, such as a kill chain phase. */
  | { readonly kind: 'object'; readonly shape: Shape }
  /** The `extensions` of an object (§3.2, §7.3). */
  | { readonly kind: 'extensions' }
  /** The deprecated container of observables with local references (§2.13). */
  | { readonly kind: 'observable-container' }
  /** Any JSON object, looked into by a constraint. */
  | { readonly kind: 'any-object' }

/** A property of an object. */
export interface Property {
  readonly type: ValueType
  readonly required: boolean
  /** The specification says that it SHOULD be there. */
  readonly recommended?: boolean
  readonly deprecated?: boolean
  /** What its absence means. */
  readonly default?: Json
  /** Where it is defined, when not with its object. */
  readonly section?: string
}

/** Properties by name, in the order of the specification. */
export type Properties = Readonly<Record<string, Property>>

/** When a constraint binds. */
export type Condition =
  | { readonly present: string }
  | { readonly absent: string }
  | { readonly property: string; readonly is: Json }
  /** A list of strings that has, or has not, an entry. */
  | { readonly property: string; readonly includes: string }
  | { readonly property: string; readonly lacks: string }

/** A rule about several properties of one object. */
export type Rule =
  | { readonly rule: 'at-least-one'; readonly of: readonly string[] }
  | { readonly rule: 'at-most-one'; readonly of: readonly string[] }
  | { readonly rule: 'requires'; readonly when: Condition; readonly names: readonly string[] }
  /** As `requires`, where the specification says SHOULD. */
  | { readonly rule: 'recommends'; readonly when: Condition; readonly names: readonly string[] }
  | { readonly rule: 'forbids'; readonly when: Condition; readonly names: readonly string[] }
  /** Two times: the later is not before the earlier, or strictly after it. */
  | {
      readonly rule: 'order'
      readonly earlier: string
      readonly later: string
      readonly strict: boolean
    }
  /** A string is written as `format` says, when the condition holds. */
  | {
      readonly rule: 'format'
      readonly when: Condition
      readonly property: string
      readonly format: TextFormat
    }
  /** An object has this shape, when the condition holds. */
  | {
      readonly rule: 'shape'
      readonly when: Condition
      readonly property: string
      readonly shape: Shape
    }
  /** At least one entry of a list of references names an object of the class. */
  | { readonly rule: 'refers-to'; readonly property: string; readonly class: StixClass }
  /** A list of references does not name the object itself. */
  | { readonly rule: 'not-self'; readonly property: string }

/** A rule and where the specification states it. */
export type Constraint = Rule & { readonly section: string }

/** Properties and what binds them together: an object type, an extension or a part of either. */
export interface Shape {
  /** The specification's type name, such as `kill-chain-phase` or `ntfs-ext`. */
  readonly name: string
  /** Where the specification defines it. */
  readonly section: string
  readonly properties: Properties
  readonly constraints: readonly Constraint[]
}

/** A relationship that the specification suggests (§3.7, §4 to §6). */
export interface SuggestedRelationship {
  readonly source: string
  readonly type: string
  /** Types it may lead to; `sco` stands for every cyber-observable object. */
  readonly targets: readonly string[]
}

/** A type of STIX object: one row of the object table. */
export interface ObjectType extends Shape {
  readonly class: StixClass
  /** Common properties that this type does not have (§3.2). */
  readonly notApplicable: readonly string[]
  /** Predefined extensions by their key (§3.10). */
  readonly extensions: Readonly<Record<string, Shape>>
  /** ID contributing properties (§2.9): what a deterministic id is made of. Empty: none. */
  readonly identity: readonly string[]
}

/** A vocabulary (§10). */
export interface Vocabulary {
  readonly name: string
  readonly section: string
  /** Closed ones are enumerations: nothing else may be said. */
  readonly closed: boolean
  readonly values: readonly string[]
}

/** The five ways to extend STIX (§7.3, §10.5). */
export type ExtensionKind =
  | 'new-sdo'
  | 'new-sco'
  | 'new-sro'
  | 'property-extension'
  | 'toplevel-property-extension'

/** An extension (§7.3) that a validator knows, so that it checks what the extension says. */
export interface KnownExtension {
  /** `extension-definition--…`. */
  readonly id: string
  readonly name: string
  readonly kinds: readonly ExtensionKind[]
  /** Properties within the extension's own object. */
  readonly shape?: Shape
  /** Properties at the top of the extended object. */
  readonly topLevel?: Properties
  /** New object types. */
  readonly types?: readonly ObjectType[]
}
