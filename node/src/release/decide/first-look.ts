import type { JsonObject } from '@concert/core'
import { effectiveTlp, takeOut } from '@concert/stix'
import { type Finding, type Outcome, type Reason, strictest } from '../rules/finding.ts'
import { judgeObject, type ReleasePolicy } from '../rules/judge-object.ts'

/** What the rules say of an object by itself. */
export interface FirstLook {
  readonly outcome: Outcome
  readonly findings: readonly Finding[]
  /** What is left after redaction; the object itself when nothing was taken. */
  readonly left: JsonObject
  /** What can't be taken out, so that a person decides whether it may leave. */
  readonly forPeople: readonly Reason[]
}

// What a person may let pass when it can't be taken out: it may be the very thing to tell. Phishing
// mail has a sender's address.
const FOR_PEOPLE: ReadonlySet<string> = new Set(['personal-data', 'internal-hosts'])
// An id that is replaced anyway: redaction must not fail for what it gives away.
const NO_ID = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

/** Asks the rules about one object and takes out what they want out. */
export function lookAt(object: JsonObject, policy: ReleasePolicy): FirstLook {
  const found = judgeObject(object, effectiveTlp(object), policy)
  if (found.length === 0) return { outcome: 'allow', findings: found, left: object, forPeople: [] }
  let left = object
  const forPeople: Reason[] = []
  const findings: Finding[] = []
  for (const finding of found) {
    if (finding.outcome !== 'redact' || finding.path === undefined) {
      findings.push(finding)
      continue
    }
    const rest = without(object, [...findings, finding])
    if (rest !== undefined) {
      left = rest
      findings.push(finding)
    } else if (FOR_PEOPLE.has(finding.rule)) {
      forPeople.push(finding.reason)
      findings.push({ ...finding, outcome: 'review' })
    } else {
      findings.push({ ...finding, outcome: 'block' })
    }
  }
  return { outcome: strictest(findings), findings, left, forPeople }
}

/** The object without the parts that findings name, under its own id; undefined when none is left. */
function without(object: JsonObject, findings: readonly Finding[]): JsonObject | undefined {
  const parts = findings.flatMap(({ outcome, path }) =>
    outcome === 'redact' && path !== undefined && path[0] !== 'id' ? [path] : [],
  )
  const rest = takeOut({ ...object, id: `${object.type}--${NO_ID}` }, parts)
  return rest.shown ? { ...rest.object, id: object.id as string } : undefined
}
