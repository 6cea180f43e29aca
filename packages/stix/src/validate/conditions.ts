import type { Json, JsonObject } from '@concert/core'
import type { Condition } from '../table/model.ts'
import { own } from './check.ts'

/** Makes the test of a condition. Names are the table's: none is one that every object inherits. */
export function conditionTest(when: Condition): (object: JsonObject) => boolean {
  if ('present' in when) return (object) => object[when.present] !== undefined
  if ('absent' in when) return (object) => object[when.absent] === undefined
  if ('is' in when) return (object) => object[when.property] === when.is
  if ('includes' in when) return (object) => includes(own(object, when.property), when.includes)
  return (object) => {
    const list = own(object, when.property)
    return Array.isArray(list) && !includes(list, when.lacks)
  }
}

function includes(list: Json | undefined, entry: string): boolean {
  return Array.isArray(list) && list.includes(entry)
}
