import { compareStixTimestamps } from '../../time.ts'
import { MAX_FAULTS, type PatternFault, placeOf } from '../language/faults.ts'
import { type PatternBounds, parsePattern } from '../language/parser.ts'
import type {
  ComparisonExpression,
  PatternExpression,
  QualifiedExpression,
} from '../language/syntax.ts'
import { checkConstants } from './check-constant.ts'
import type { Report } from './report.ts'
import { resolvePath } from './resolve-path.ts'

/**
 * Everything that is wrong with a pattern: its grammar and constants, and, when these are right,
 * what the object table says against it and what can never match. Up to 100 faults.
 *
 * Types and properties that STIX does not define are warnings, since custom ones are legal.
 *
 * @param source - attacker-controlled
 */
export function checkPattern(source: string, bounds: PatternBounds = {}): readonly PatternFault[] {
  const read = parsePattern(source, bounds)
  if (!read.ok) return read.faults
  const faults: PatternFault[] = []
  checkExpression(read.value, (code, severity, { start, end }) => {
    if (faults.length < MAX_FAULTS) {
      faults.push({ code, severity, start, end, ...placeOf(source, start) })
    }
  })
  return faults.toSorted((a, b) => a.start - b.start)
}

function checkExpression(expression: PatternExpression, report: Report): void {
  switch (expression.kind) {
    case 'observation':
      checkTest(expression.test, report)
      break
    case 'qualified':
      checkQualified(expression, report)
      break
    default:
      for (const each of expression.operands) checkExpression(each, report)
  }
}

function checkQualified({ expression, qualifiers }: QualifiedExpression, report: Report): void {
  checkExpression(expression, report)
  for (const each of qualifiers) {
    if (each.kind === 'start-stop' && compareStixTimestamps(each.from, each.to) >= 0) {
      report('pattern-start-stop', 'error', each)
    }
  }
}

/** Checks what stands between brackets; returns the types that may satisfy it (§9.5). */
function checkTest(test: ComparisonExpression, report: Report): readonly string[] {
  if (!('operands' in test)) {
    const values = resolvePath(test.path, report)
    if (values) checkConstants(test, values, report)
    return [test.path.type]
  }
  const types = test.operands.map((each) => checkTest(each, report))
  const any = [...new Set(types.flat())]
  if (test.kind === 'or') return any
  const all = any.filter((type) => types.every((each) => each.includes(type)))
  if (all.length > 0) return all
  report('pattern-types-and', 'error', test)
  // Reported once: what is around it is judged as if this were right.
  return any
}
