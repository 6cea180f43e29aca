import { decimal } from '../language/printer.ts'
import type { Observation } from '../observe/observation.ts'
import type { Plan } from './plan.ts'

/** Times as whole numbers of one unit, so fine that comparing and adding them is exact. */
export interface Timeline {
  /** A STIX timestamp. */
  readonly at: (timestamp: string) => bigint
  /** A length of time in seconds. */
  readonly lasting: (seconds: number) => bigint
}

/**
 * Digits beyond those that occur. Times may lie between the digits that are written: a chain of up
 * to 10,000 strict inequalities still has room.
 */
const ROOM = 4

/** The timeline on which all times of a plan and of these observations fall. */
export function timelineOf(plan: Plan, observations: readonly Observation[]): Timeline {
  let digits = digitsOfPlan(plan)
  for (const { first, last } of observations) {
    digits = Math.max(digits, digitsOf(first.slice(0, -1)), digitsOf(last.slice(0, -1)))
  }
  const scale = digits + ROOM
  const second = 10n ** BigInt(scale)
  return {
    at: (timestamp) => {
      const [whole = '', fraction = ''] = timestamp.slice(0, -1).split('.')
      return secondsOf(whole) * second + BigInt(fraction.padEnd(scale, '0'))
    },
    lasting: (seconds) => {
      const [whole = '', fraction = ''] = decimal(seconds).split('.')
      return BigInt(whole) * second + BigInt(fraction.padEnd(scale, '0'))
    },
  }
}

/** Seconds since 1970, a leap second being the second that follows it. */
function secondsOf(timestamp: string): bigint {
  const leap = timestamp.endsWith(':60')
  const plain = leap ? `${timestamp.slice(0, -2)}59` : timestamp
  return BigInt(Date.parse(`${plain}Z`)) / 1000n + (leap ? 1n : 0n)
}

function digitsOfPlan(plan: Plan): number {
  switch (plan.kind) {
    case 'leaf':
      return 0
    case 'within':
      return Math.max(digitsOf(decimal(plan.seconds)), digitsOfPlan(plan.part))
    case 'repeat':
      return digitsOfPlan(plan.part)
    case 'clip':
      return Math.max(
        digitsOf(plan.from.slice(0, -1)),
        digitsOf(plan.to.slice(0, -1)),
        digitsOfPlan(plan.part),
      )
    default:
      return plan.parts.reduce((most, each) => Math.max(most, digitsOfPlan(each)), 0)
  }
}

function digitsOf(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}
