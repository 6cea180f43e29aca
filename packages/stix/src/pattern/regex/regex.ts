import { RE2JS, RE2JSException } from 're2js'
import type { RegexFaultCode } from '../language/faults.ts'
import { BoundReached } from '../match/bound.ts'
import type { RequiredLiterals } from './literals.ts'
import { octetSubject } from './octet-range.ts'
import { RegexStop } from './source.ts'
import { type Translated, translateRegex } from './translate.ts'

/** Longest expression, in UTF-16 units. */
const MAX_SOURCE = 4096
/** Most instructions that an expression compiles to. */
const MAX_PROGRAM = 4096
/** The same with Unicode classes, of which each takes hundreds of ranges; and most of those. */
const MAX_UNICODE_PROGRAM = 256
const MAX_UNICODE_CLASSES = 16
/** Most steps of one search: instructions times characters. */
const MAX_STEPS = 1 << 24
/** Octets of memory that one expression's automaton may take before it begins anew. */
const MAX_STATES = 256 * 1024

/** An expression that is ready to search. */
export interface Regex {
  /**
   * The most steps that searching a text takes: instructions times characters.
   *
   * @throws BoundReached when that is more than any search may take
   */
  readonly stepsFor: (text: string) => number
  /**
   * Whether a text holds a match, in time linear in its length.
   *
   * @throws BoundReached for a text so long that even that is too much
   */
  readonly test: (text: string) => boolean
}

/** What is wrong with the expression of MATCHES, or `undefined`. */
export function checkRegex(source: string, octets: boolean): RegexFaultCode | undefined {
  try {
    compileRegex(source, octets)
    return undefined
  } catch (error) {
    return faultOf(error)
  }
}

/** What every match of an expression holds, or `undefined` when that is not known. */
export function requiredLiterals(source: string, octets: boolean): RequiredLiterals | undefined {
  return translated(source, octets).required
}

/** Compiles an expression that {@link checkRegex} found nothing wrong with. */
export function compileRegex(source: string, octets: boolean): Regex {
  const { expression, beforeFinalLine } = translated(source, octets)
  const classes = source.match(/\\[pP]/g)?.length ?? 0
  if (classes > MAX_UNICODE_CLASSES) throw new RegexStop('regex-size')
  const compiled = RE2JS.compile(expression, RE2JS.DOTALL)
  const size = compiled.programSize()
  if (size > (classes > 0 ? MAX_UNICODE_PROGRAM : MAX_PROGRAM)) throw new RegexStop('regex-size')
  let isBounded = false
  const boundStates = (): void => {
    const { dfa } = compiled.re2()
    dfa.stateBudget = MAX_STATES
    dfa.memBudget = MAX_STATES
    isBounded = true
  }
  const search = (text: string): boolean => {
    if (compiled.test(text)) return true
    return beforeFinalLine && text.endsWith('\n') && compiled.test(text.slice(0, -1))
  }
  const stepsFor = (text: string): number => {
    const steps = text.length * size
    if (steps > MAX_STEPS) throw new BoundReached()
    return steps
  }
  return {
    stepsFor,
    test: (text) => {
      stepsFor(text)
      if (!isBounded) boundStates()
      return search(octets ? octetSubject(text) : text)
    },
  }
}

function translated(source: string, octets: boolean): Translated {
  if (source.length > MAX_SOURCE) throw new RegexStop('regex-size')
  return translateRegex(octets ? source : source.normalize('NFC'), octets)
}

const TOO_LARGE = /repeat count|too large|too deeply/

function faultOf(error: unknown): RegexFaultCode {
  if (error instanceof RegexStop) return error.code
  if (!(error instanceof RE2JSException)) throw error
  return TOO_LARGE.test(error.message) ? 'regex-size' : 'regex-syntax'
}
