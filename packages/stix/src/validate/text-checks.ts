import type { TextFormat, ValueType } from '../table/model.ts'
import { VOCABULARIES } from '../table/vocabularies.ts'
import { isStixTimestamp } from '../time.ts'
import { type Check, type Compiling, kindVerdict, verdict } from './check.ts'
import { formatTest } from './formats.ts'
import { selects } from './selectors.ts'

type Of<Kind> = Extract<ValueType, { kind: Kind }>

/** Formats that a defanged observable cannot have, on purpose (§3.2, `defanged`). */
const DEFANGED: readonly TextFormat[] = ['url', 'domain-name', 'ipv4', 'ipv6', 'email-address']

/** §2.15 */
export function stringCheck(type: Of<'string'>, compiling: Compiling): Check {
  if (type.format === 'selector') return selectorCheck(compiling)
  if (type.format !== undefined) return formattedCheck(type, type.format, compiling)
  const kind = kindVerdict(compiling, 'string')
  const empty = (type.minLength ?? 0) > 0 ? 'text-required' : 'text-empty'
  const blank = type.emptyMeans ? undefined : verdict(compiling, empty)
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (value === '') findings.add(blank)
  }
}

function formattedCheck(type: Of<'string'>, format: TextFormat, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'string')
  const code = type.formatLevel === 'should' ? 'format-advised' : 'format'
  const wrong = verdict(compiling, code, [format])
  const test = formatTest(format)
  const mayBeDefanged = DEFANGED.includes(format)
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (!test(value) && !(mayBeDefanged && findings.root.defanged === true)) {
      findings.add(wrong)
    }
  }
}

/** §7.2.3.1: well formed, and pointing at something that is there. */
function selectorCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'string')
  const syntax = verdict(compiling, 'selector')
  const target = verdict(compiling, 'selector-target')
  const test = formatTest('selector')
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (!test(value)) findings.add(syntax)
    else if (!selects(findings.root, value)) findings.add(target)
  }
}

/** A string that can only be one thing; of another type it is what the caller says. */
export function literalCheck({ value: only }: Of<'literal'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'string')
  const wrong =
    only === '2.1' ? verdict(compiling, 'spec-version') : verdict(compiling, 'kind', [only])
  return (value, findings) => {
    if (value === only) return
    findings.add(typeof value === 'string' || only === '2.1' ? wrong : kind)
  }
}

const STYLE = /^[^A-Z\s_]*$/

/** §2.14: anything may be said, what is suggested should be. */
export function openVocabCheck({ vocabulary }: Of<'open-vocab'>, compiling: Compiling): Check {
  const words = new Set(VOCABULARIES.get(vocabulary)?.values)
  const kind = kindVerdict(compiling, 'string')
  const other = verdict(compiling, 'open-vocabulary', [...words])
  const style = verdict(compiling, 'vocabulary-style', [...words])
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (!words.has(value)) findings.add(STYLE.test(value) ? other : style)
  }
}

/** §2.4: nothing else may be said. */
export function enumCheck({ vocabulary }: Of<'enum'>, compiling: Compiling): Check {
  const words = new Set(VOCABULARIES.get(vocabulary)?.values)
  const kind = kindVerdict(compiling, 'string')
  const other = verdict(compiling, 'vocabulary', [...words])
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (!words.has(value)) findings.add(other)
  }
}

/** §2.16; some properties say how many digits a second's fraction has (§3.2, §6.7.6). */
export function timestampCheck({ digits }: Of<'timestamp'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'timestamp')
  const wrong = verdict(compiling, 'timestamp')
  const [least, most] = digits ?? [0, Number.POSITIVE_INFINITY]
  const imprecise = verdict(compiling, 'timestamp-digits', [digitsText(least, most)])
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (!isStixTimestamp(value)) findings.add(wrong)
    else if (least > 0 && value.length < least + AT_ONE) findings.add(imprecise)
    else if (value.length > most + AT_ONE) findings.add(imprecise)
  }
}

/** Length of a timestamp with a point, less the digits behind it. */
const AT_ONE = '2016-01-20T12:31:12.Z'.length

function digitsText(least: number, most: number): string {
  return most === Number.POSITIVE_INFINITY ? `≥ ${least}` : `${least}–${most}`
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** §2.1: base64 of RFC 4648 §4. */
export function binaryCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'binary')
  const wrong = verdict(compiling, 'binary')
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (value.length % 4 !== 0 || !BASE64.test(value)) findings.add(wrong)
  }
}

const LOWER_HEX = /^[0-9a-f]*$/
const HEX = /^[0-9A-Fa-f]*$/

/** §2.8 */
export function hexCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'hex')
  const wrong = verdict(compiling, 'hex')
  const upper = verdict(compiling, 'hex-case')
  return (value, findings) => {
    if (typeof value !== 'string') findings.add(kind)
    else if (value.length % 2 !== 0 || !HEX.test(value)) findings.add(wrong)
    else if (!LOWER_HEX.test(value)) findings.add(upper)
  }
}
