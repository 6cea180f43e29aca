import {
  type Decoder,
  decode,
  type Json,
  type JsonObject,
  list,
  literal,
  Malformed,
  object,
  ok,
  type Result,
  refuse,
  text,
} from '@concert/core'
import { type Path, TLP_LEVELS, type Tlp } from '@concert/stix'
import { RE2JS } from 're2js'
import type { Finding } from './finding.ts'
import { plainly } from './look-alikes.ts'
import { propertiesAt, readPropertyPath } from './property-path.ts'
import { spellingsOf } from './spellings.ts'

/** What a condition is asked about. */
export interface LawCase {
  readonly object: JsonObject
  readonly tlp: Tlp
  /** ISO 3166 code of the recipient's economy. */
  readonly economy: string
}

/** One local rule, ready to be asked. */
export interface LawRule {
  readonly id: string
  /** The law that the rule stands on, in both languages: recorded here, never sent. */
  readonly law: Both
  readonly because: Both
  readonly outcome: Finding['outcome']
  ask(of: LawCase): readonly Finding[]
}

/** A text in both languages. */
export interface Both {
  readonly en: string
  readonly zh: string
}

type Condition = (of: LawCase) => boolean

const MAX_DEPTH = 8
const CODE = text({ max: 60, pattern: /^[a-z0-9][a-z0-9-]*$/ })
const BOTH = object({ en: text({ max: 2000 }), zh: text({ max: 2000 }) })
const WORDS = list(text({ max: 200 }), { min: 1, max: 100 })
const ECONOMIES = list(text({ max: 2, pattern: /^[A-Z]{2}$/ }), { min: 1, max: 300 })
const LEVEL = literal(...TLP_LEVELS)
const OUTCOME = literal('redact', 'review', 'block')

/**
 * Reads the local law rules of an operator (docs/release.md). Patterns are RE2 expressions, found
 * in time linear in the text.
 *
 * @returns the rules, or where the file is wrong
 */
export function readLaw(file: Json): Result<readonly LawRule[], 'malformed'> {
  return decode(LAW, file)
}

const LAW: Decoder<readonly LawRule[]> = (value, path) => {
  const file = object({
    v: literal(1),
    law: BOTH,
    rules: list((each) => each as JsonObject, { min: 1, max: 1000 }),
  })(value, path)
  return file.rules.map((rule, at) => readRule(rule, `rules[${at}]`, file.law))
}

function readRule(value: JsonObject, path: string, law: Both): LawRule {
  const { take, ...rest } = isObject(value) ? value : fail(path)
  const shape = { id: CODE, because: BOTH, outcome: OUTCOME, when: condition(0) }
  const { id, because, outcome, when } = prefixed(object(shape), path)(rest, path)
  const taken = takenPaths(take, outcome, path)
  const found = { rule: 'law', reason: 'law', outcome, cites: id } as const
  return {
    id,
    law,
    because,
    outcome,
    ask(of) {
      if (!when(of)) return []
      if (taken === undefined) return [found]
      return taken(of.object).map((place) => ({ ...found, path: place }))
    },
  }
}

/** What a redacting rule takes out; only such a rule has it. */
function takenPaths(
  take: Json | undefined,
  outcome: Finding['outcome'],
  path: string,
): ((object: JsonObject) => readonly Path[]) | undefined {
  if (outcome !== 'redact') return take === undefined ? undefined : fail(`${path}.take`)
  const names = list(PROPERTY, { min: 1, max: 20 })(take, `${path}.take`)
  return (of) => names.flatMap((name) => propertiesAt(of, name).map(({ place }) => place))
}

const PROPERTY: Decoder<readonly string[]> = (value, path) => {
  const steps = typeof value === 'string' ? readPropertyPath(value) : undefined
  return steps ?? fail(path)
}

/** One condition: an object with exactly one of these members, or `property` with its test. */
function condition(depth: number): Decoder<Condition> {
  return (value, path) => {
    if (depth > MAX_DEPTH || !isObject(value)) return fail(path)
    if ('property' in value) return propertyCondition(value, path)
    const [name = '', ...more] = Object.keys(value)
    const read = CONDITIONS[name]
    if (read === undefined || more.length > 0) return fail(more[0] ? `${path}.${more[0]}` : path)
    return read(value[name], `${path}.${name}`, depth)
  }
}

type ReadCondition = (value: Json | undefined, path: string, depth: number) => Condition

const CONDITIONS: Readonly<Record<string, ReadCondition>> = {
  all(value, path, depth) {
    const parts = list(condition(depth + 1), { min: 1, max: 50 })(value, path)
    return (of) => parts.every((part) => part(of))
  },
  any(value, path, depth) {
    const parts = list(condition(depth + 1), { min: 1, max: 50 })(value, path)
    return (of) => parts.some((part) => part(of))
  },
  not(value, path, depth) {
    const part = condition(depth + 1)(value, path)
    return (of) => !part(of)
  },
  type(value, path) {
    const types = new Set(WORDS(value, path))
    return ({ object: { type } }) => types.has(String(type))
  },
  label(value, path) {
    const labels = new Set(WORDS(value, path).map(asRead))
    return ({ object: { labels: own } }) =>
      Array.isArray(own) && own.some((label) => labels.has(asRead(String(label))))
  },
  tlp(value, path) {
    const levels = new Set(list(LEVEL, { min: 1, max: 5 })(value, path))
    return ({ tlp }) => levels.has(tlp)
  },
  economy(value, path) {
    const economies = new Set(ECONOMIES(value, path))
    return ({ economy }) => economies.has(economy)
  },
}

function propertyCondition(value: JsonObject, path: string): Condition {
  const { property, ...tests } = value
  const steps = PROPERTY(property, `${path}.property`)
  const [name, ...more] = Object.keys(tests)
  if (more.length > 0) return fail(`${path}.${more[0]}`)
  const test = valueTest(name, tests, path)
  return ({ object: of }) => propertiesAt(of, steps).some(({ value: found }) => test(found))
}

function valueTest(
  name: string | undefined,
  tests: JsonObject,
  path: string,
): (v: Json) => boolean {
  if (name === undefined) return () => true
  if (name === 'equals') {
    const wanted = tests.equals
    return isObject(wanted) || Array.isArray(wanted)
      ? fail(`${path}.equals`)
      : isText(wanted)
        ? (found) => typeof found === 'string' && asRead(found) === asRead(wanted)
        : (found) => found === wanted
  }
  if (name === 'in') {
    const wanted = new Set(
      list(text({ max: 2000 }), { min: 1, max: 10_000 })(tests.in, `${path}.in`).map(asRead),
    )
    return (found) => typeof found === 'string' && wanted.has(asRead(found))
  }
  if (name !== 'matches') return fail(`${path}.${name}`)
  const expression = compile(text({ max: 1000 })(tests.matches, `${path}.matches`), path)
  return (found) =>
    typeof found === 'string' && spellingsOf(found).some((spelling) => expression.test(spelling))
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string'
}

/** Words are compared as people read them: another case or look-alike letters make no other word. */
function asRead(word: string): string {
  return plainly(word).trim().toLowerCase()
}

function compile(source: string, path: string): RE2JS {
  try {
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
    return expression.programSize() > 4096 ? fail(`${path}.matches`) : expression
  } catch {
    return fail(`${path}.matches`)
  }
}

/** A closed object at a path of its own. */
function prefixed<T>(decoder: Decoder<T>, prefix: string): Decoder<T> {
  return (value) => decoder(value, prefix)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fail(path: string): never {
  throw new Malformed(path)
}

/** The result of several files: refused with the file's place first. */
function lawFault(at: string | undefined): Result<never, 'malformed'> {
  return refuse('malformed', at)
}

/** Rules of several files, in the order of the files. */
export function joinLaws(
  files: readonly (readonly LawRule[])[],
): Result<readonly LawRule[], 'malformed'> {
  const rules = files.flat()
  const seen = new Set<string>()
  for (const { id } of rules) {
    if (seen.has(id)) return lawFault(id)
    seen.add(id)
  }
  return ok(rules)
}
