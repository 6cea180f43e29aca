import { observableIdFault, type Sha1 } from '../ids.ts'
import { checkPattern } from '../pattern/check/check-pattern.ts'
import type { ObjectCheck } from './constraints.ts'
import { verdictOf } from './findings.ts'
import type { Reading } from './grades.ts'

/**
 * What the object table does not see: the pattern of an indicator that says it is a STIX pattern
 * (§4.7, §9), and an observable's id beside the one that its content gives (§2.9).
 */
export function contentCheck(reading: Reading, sha1: Sha1): ObjectCheck {
  const invalid = verdictOf(reading, 'pattern')
  const advised = verdictOf(reading, 'pattern-advised')
  const derived = verdictOf(reading, 'id-derived')
  return (object, findings) => {
    if (object.type === 'indicator' && object.pattern_type === 'stix') {
      const source = object.pattern
      if (typeof source !== 'string') return
      for (const pattern of checkPattern(source)) {
        const verdict = pattern.severity === 'error' ? invalid : advised
        findings.addBelow(verdict && { ...verdict, pattern }, 'pattern')
      }
    } else if (derived && observableIdFault(object, sha1)) findings.addBelow(derived, 'id')
  }
}
