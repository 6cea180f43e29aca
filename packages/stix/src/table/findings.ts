import * as k from './kinds.ts'
import type { ObjectType } from './model.ts'
import { domainObject } from './rows.ts'

// What was seen, and what people say about it (§4).

const objectRefs = k.required(k.listOf(k.refToAny()))

export const GROUPING: ObjectType = domainObject('grouping', '4.4', {
  name: k.string(),
  description: k.string(),
  context: k.required(k.openVocab('grouping-context-ov')),
  object_refs: objectRefs,
})

export const INCIDENT: ObjectType = domainObject('incident', '4.6', {
  name: k.required(k.string()),
  description: k.string(),
})

export const NOTE: ObjectType = domainObject('note', '4.13', {
  abstract: k.string(),
  content: k.required(k.string()),
  authors: k.listOf(k.string()),
  object_refs: objectRefs,
})

export const OBSERVED_DATA: ObjectType = domainObject(
  'observed-data',
  '4.14',
  {
    first_observed: k.required(k.timestamp()),
    last_observed: k.required(k.timestamp()),
    number_observed: k.required(k.integer(1, 999_999_999)),
    objects: k.deprecated(k.observableContainer()),
    object_refs: k.listOf(k.refToAny({ classes: ['sco', 'sro'] })),
  },
  {
    rules: [
      { rule: 'order', earlier: 'first_observed', later: 'last_observed', strict: false },
      { rule: 'at-least-one', of: ['objects', 'object_refs'] },
      { rule: 'at-most-one', of: ['objects', 'object_refs'] },
      { rule: 'refers-to', property: 'object_refs', class: 'sco' },
    ],
  },
)

export const OPINION: ObjectType = domainObject('opinion', '4.15', {
  explanation: k.string(),
  authors: k.listOf(k.string()),
  opinion: k.required(k.enumeration('opinion-enum')),
  object_refs: objectRefs,
})

export const REPORT: ObjectType = domainObject('report', '4.16', {
  name: k.required(k.string()),
  description: k.string(),
  report_types: k.listOf(k.openVocab('report-type-ov')),
  published: k.required(k.timestamp()),
  object_refs: objectRefs,
})
