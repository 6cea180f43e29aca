import type { Json, JsonObject } from '@concert/core'

/** TLP 2.0 levels (FIRST, 2022), in the spelling of wire values. Never translated. */
export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'

/** All levels, the loosest first. */
export const TLP_LEVELS: readonly Tlp[] = ['clear', 'green', 'amber', 'amber+strict', 'red']

/** The STIX extension that carries TLP 2.0 (OASIS CTI TC, "TLP 2.0" extension definition). */
const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

/**
 * TLP 2.0 marking ids of the OASIS extension. They are built in: a definition that travels can't
 * redefine them.
 */
const TLP2_IDS: Readonly<Record<Tlp, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

/** TLP 1.x marking ids (STIX 2.1 §7.2.1.4) with the 1.x word and the 2.0 level it stands for. */
const TLP1_IDS: readonly (readonly [id: string, word: string, level: Tlp])[] = [
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'white', 'clear'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green', 'green'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'amber', 'amber'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red', 'red'],
]

const LEVEL_OF_ID: ReadonlyMap<string, Tlp> = new Map([
  ...TLP_LEVELS.map((level) => [TLP2_IDS[level], level] as const),
  ...TLP1_IDS.map(([id, , level]) => [id, level] as const),
])

/** The marking id that says `level` in TLP 2.0. */
export function tlpMarkingId(level: Tlp): string {
  return TLP2_IDS[level]
}

/**
 * The marking definition of a TLP 2.0 level as the OASIS extension publishes it, for bundles that are
 * to be read without knowing it. Markings of TLP 1.x become this one by
 * `tlpMarkingDefinition(tlpOfMarking(id))`.
 */
export function tlpMarkingDefinition(level: Tlp): JsonObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: TLP2_IDS[level],
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${level.toUpperCase()}`,
    extensions: { [TLP2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: level } },
  }
}

/** The level that a marking id stands for, 1.x ids included, or `undefined`. */
export function tlpOfMarking(id: string): Tlp | undefined {
  return LEVEL_OF_ID.get(id)
}

/** The level of a label such as `TLP:AMBER+STRICT`, `amber+strict` or `white`, or `undefined`. */
export function parseTlp(label: string): Tlp | undefined {
  const word = label.toLowerCase().replace(/^tlp:/, '')
  if (word === 'white') return 'clear'
  return TLP_LEVELS.find((level) => level === word)
}

/** Order of two levels: negative when `a` is the looser. */
export function compareTlp(a: Tlp, b: Tlp): number {
  return TLP_LEVELS.indexOf(a) - TLP_LEVELS.indexOf(b)
}

/**
 * The level that binds between nodes: the strictest of an object's own markings and its granular
 * ones. No marking, a marking that is not TLP and a marking that can't be read all count as `red`
 *: whoever meant less has to say so.
 */
export function effectiveTlp(object: JsonObject): Tlp {
  let strictest: Tlp | undefined
  for (const marking of markingsOf(object)) {
    const level = (typeof marking === 'string' ? tlpOfMarking(marking) : undefined) ?? 'red'
    if (strictest === undefined || compareTlp(level, strictest) > 0) strictest = level
  }
  return strictest ?? 'red'
}

function markingsOf(object: JsonObject): readonly (Json | undefined)[] {
  const own = listOf(object.object_marking_refs)
  const granular = listOf(object.granular_markings).filter((each) => !isLanguageOnly(each))
  return [...own, ...granular.map((each) => fieldOf(each, 'marking_ref'))]
}

/** A granular marking that only names a language (§7.2.3.1) says nothing about sharing. */
function isLanguageOnly(marking: Json): boolean {
  return fieldOf(marking, 'lang') !== undefined && fieldOf(marking, 'marking_ref') === undefined
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as Json]
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined
}

/**
 * Whether a marking definition uses a built-in TLP id for something else than the level it stands
 * for: an attempt to relabel what others have marked.
 */
export function redefinesTlp(definition: JsonObject): boolean {
  const level = typeof definition.id === 'string' ? tlpOfMarking(definition.id) : undefined
  if (level === undefined) return false
  const first = TLP1_IDS.find(([id]) => id === definition.id)
  if (first) return fieldOf(definition.definition, 'tlp') !== first[1]
  return fieldOf(fieldOf(definition.extensions, TLP2_EXTENSION), 'tlp_2_0') !== level
}
