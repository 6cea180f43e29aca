import { type Json, unbase64, unhex } from '@concert/core'
import { compareStixTimestamps, isStixTimestamp } from '../../time.ts'
import { hasOctets, octetText } from '../language/octets.ts'
import type { PatternLiteral } from '../language/syntax.ts'

/** How a property writes octets, if it does. */
export type Octets = 'hex' | 'binary' | undefined

/**
 * The text in which a string value is compared: its octets as code points where the property holds
 * octets (§9.6.4). `undefined` for what is no string, or no octets where there should be.
 */
export function textOf(value: Json, octets: Octets): string | undefined {
  if (typeof value !== 'string') return undefined
  if (octets === undefined) return value
  const decoded = octets === 'hex' ? unhex(value.toLowerCase()) : unbase64(value)
  return decoded && octetText(decoded)
}

/** Compares a value with the constant: negative, zero, positive, or `undefined` for other kinds. */
export type Comparer = (value: Json) => number | undefined

/** How a constant is compared with the values of a property (§9.2, §9.6.2 to §9.6.4). */
export function comparerOf(literal: PatternLiteral, octets: Octets): Comparer {
  switch (literal.kind) {
    case 'integer':
    case 'float':
      return numbers(literal.value)
    case 'boolean':
      return (value) =>
        typeof value === 'boolean' ? Number(value) - Number(literal.value) : undefined
    case 'timestamp':
      return (value) =>
        typeof value === 'string' && isStixTimestamp(value)
          ? compareStixTimestamps(value, literal.value)
          : undefined
    case 'string':
      return octets === undefined ? texts(literal.value) : octetTexts(literal.value, octets)
    case 'hex':
    case 'binary':
      return octetTexts(octetText(literal.value), octets)
  }
}

function numbers(constant: number): Comparer {
  return (value) => {
    if (typeof value !== 'number') return undefined
    return value === constant ? 0 : value < constant ? -1 : 1
  }
}

function texts(constant: string): Comparer {
  return (value) => {
    if (typeof value !== 'string') return undefined
    return value === constant ? 0 : compareCodePoints(value, constant)
  }
}

/** A text with octets against a property of octets, or octets against any text that has them. */
function octetTexts(constant: string, octets: Octets): Comparer {
  if (!hasOctets(constant)) return () => undefined
  return (value) => {
    const text = textOf(value, octets)
    if (text === constant) return 0
    if (text === undefined || !hasOctets(text)) return undefined
    return text < constant ? -1 : 1
  }
}

/** Order by code points (§9.6.2), where JavaScript orders surrogates before U+E000 to U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}
