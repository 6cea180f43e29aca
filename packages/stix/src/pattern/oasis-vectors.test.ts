import { readFileSync } from 'node:fs'
import type { JsonObject } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { parsePattern } from './language/parser.ts'
import { printPattern } from './language/printer.ts'
import { compilePattern } from './match/match.ts'
import { observationsIn } from './observe/observation.ts'
import { PatternSet } from './set/pattern-set.ts'

interface Case {
  readonly name: string
  readonly observations: readonly JsonObject[]
  readonly match: readonly string[]
  readonly noMatch: readonly string[]
  readonly invalid: readonly string[]
  readonly differs: readonly { readonly pattern: string; readonly ours: string }[]
}

function vectors<T>(file: string): T {
  const url = new URL(`../../vectors/patterns/${file}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as T
}

function outcome(pattern: string, objects: readonly JsonObject[]): string {
  const read = parsePattern(pattern)
  if (!read.ok) return 'invalid'
  const observations = observationsIn(objects)
  const alone = compilePattern(read.value).match(observations).outcome
  const set = new PatternSet<string>()
  set.add(pattern, read.value)
  const together = set.match(observations).matched.length > 0 ? 'match' : 'no-match'
  expect(together, 'the set says the same').toBe(alone)
  return alone
}

describe.each(vectors<{ cases: Case[] }>('matcher.json').cases)('OASIS matcher: $name', (each) => {
  const expected = [
    ...each.match.map((pattern) => ({ pattern, ours: 'match' })),
    ...each.noMatch.map((pattern) => ({ pattern, ours: 'no-match' })),
    ...each.invalid.map((pattern) => ({ pattern, ours: 'invalid' })),
    ...each.differs,
  ]
  test.each(expected)('$ours: $pattern', ({ pattern, ours }) => {
    expect(outcome(pattern, each.observations)).toBe(ours)
  })
})

describe('OASIS validator', () => {
  const { valid, invalid, differs } = vectors<{
    valid: string[]
    invalid: { pattern: string; offset?: number }[]
    differs: { pattern: string }[]
  }>('validator.json')

  test.each(valid)('valid: %s', (pattern) => {
    expect(parsePattern(pattern).ok).toBe(true)
  })

  test.each(invalid)('invalid at $offset: $pattern', ({ pattern, offset }) => {
    const read = parsePattern(pattern)
    expect(read.ok).toBe(false)
    if (!read.ok && offset !== undefined) expect(read.faults[0]?.start).toBe(offset)
  })

  test.each(differs)('invalid by the specification: $pattern', ({ pattern }) => {
    expect(parsePattern(pattern).ok).toBe(false)
  })
})

test.each(vectors<{ valid: string[] }>('specification.json').valid)(
  'STIX 2.1 example reads, prints and reads the same: %s',
  (pattern) => {
    const read = parsePattern(pattern)
    if (!read.ok) expect.fail(JSON.stringify(read.faults))
    const printed = printPattern(read.value)
    const again = parsePattern(printed)
    if (!again.ok) expect.fail(JSON.stringify(again.faults))
    expect(printPattern(again.value)).toBe(printed)
  },
)
