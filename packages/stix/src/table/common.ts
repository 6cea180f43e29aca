import * as k from './kinds.ts'
import type { Properties, Shape, StixClass } from './model.ts'

/** §2.11 */
export const KILL_CHAIN_PHASE: Shape = k.shape('kill-chain-phase', '2.11', {
  kill_chain_name: k.required(k.shouldFormat('lower-hyphen')),
  phase_name: k.required(k.shouldFormat('lower-hyphen')),
})

/** §2.5; the formats of CAPEC and CVE ids are in §4.1.1 and §4.19.1. */
const EXTERNAL_REFERENCE: Shape = k.shape(
  'external-reference',
  '2.5',
  {
    source_name: k.required(k.string()),
    description: k.string(),
    url: k.formatted('url'),
    hashes: k.hashes(),
    external_id: k.string(),
  },
  [
    { rule: 'at-least-one', of: ['description', 'url', 'external_id'] },
    { rule: 'recommends', when: { present: 'url' }, names: ['hashes'] },
    {
      rule: 'format',
      when: { property: 'source_name', is: 'capec' },
      property: 'external_id',
      format: 'capec-id',
    },
    {
      rule: 'format',
      when: { property: 'source_name', is: 'cve' },
      property: 'external_id',
      format: 'cve-id',
    },
  ],
)

/** §7.2.3.1 */
const GRANULAR_MARKING: Shape = k.shape(
  'granular-marking',
  '7.2.3.1',
  {
    lang: k.formatted('language-tag'),
    marking_ref: k.refTo('marking-definition'),
    selectors: k.required(k.listOf(k.formatted('selector'))),
  },
  [
    { rule: 'at-least-one', of: ['marking_ref', 'lang'] },
    { rule: 'at-most-one', of: ['marking_ref', 'lang'] },
  ],
)

/** Common properties (§3.2) in the order of the specification. `type` is each row's own. */
const COMMON: Properties = {
  spec_version: k.literal('2.1'),
  id: k.required(k.identifier()),
  created_by_ref: k.refTo('identity'),
  created: k.timestamp([3, Number.POSITIVE_INFINITY]),
  modified: k.timestamp([3, Number.POSITIVE_INFINITY]),
  revoked: k.withDefault(k.boolean(), false),
  labels: k.listOf(k.string()),
  confidence: k.integer(0, 100),
  lang: k.formatted('language-tag'),
  external_references: k.listOf(k.objectOf(EXTERNAL_REFERENCE)),
  object_marking_refs: k.listOf(k.refTo('marking-definition')),
  granular_markings: k.listOf(k.objectOf(GRANULAR_MARKING)),
  defanged: k.withDefault(k.boolean(), false),
  extensions: k.extensions(),
}

/** Which common properties a class requires, and which it lacks (§3.2, the table). */
const USE: Readonly<Record<StixClass, { required: readonly string[]; lacks: readonly string[] }>> =
  {
    sdo: { required: ['spec_version', 'created', 'modified'], lacks: ['defanged'] },
    sro: { required: ['spec_version', 'created', 'modified'], lacks: ['defanged'] },
    sco: {
      required: [],
      lacks: [
        'created_by_ref',
        'created',
        'modified',
        'revoked',
        'labels',
        'confidence',
        'lang',
        'external_references',
      ],
    },
    meta: { required: ['spec_version', 'created'], lacks: ['defanged'] },
  }

/** Names that are reserved for later versions (§3.8). */
export const RESERVED_NAMES: readonly string[] = ['severity', 'username', 'phone_number', 'action']

/** How a type departs from what its class does with common properties. */
export interface CommonUse {
  readonly required?: readonly string[]
  readonly lacks?: readonly string[]
}

/** Common properties that a type of the class lacks. */
export function notApplicable(of: StixClass, use: CommonUse = {}): readonly string[] {
  return [...USE[of].lacks, ...(use.lacks ?? [])]
}

/** The common properties of a type: `type` first, then those of its class, required or not. */
export function commonProperties(of: StixClass, type: string, use: CommonUse = {}): Properties {
  const lacking = new Set(notApplicable(of, use))
  const needed = new Set([...USE[of].required, ...(use.required ?? [])])
  const properties: Record<string, Properties[string]> = { type: k.required(k.literal(type)) }
  for (const [name, property] of Object.entries(COMMON)) {
    if (lacking.has(name)) continue
    const common = { ...property, section: '3.2' }
    properties[name] = needed.has(name) ? k.required(common) : common
  }
  return properties
}
