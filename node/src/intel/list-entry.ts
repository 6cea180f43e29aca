import { hash } from 'node:crypto'
import { fromUtf8, type Json } from '@concert/core'
import {
  makeIndicator,
  parseObservable,
  type Sha1,
  type StixFault,
  type StixFaultCode,
  type Tlp,
} from '@concert/stix'
import type { IntelEntry } from './import-batch.ts'
import type { Line } from './list-lines.ts'

/** What a plain list does not say of its entries. Times are STIX timestamps. */
export interface ListOptions {
  readonly tlp: Tlp
  /** The identity in whose name the indicators are made. */
  readonly createdByRef: string
  /** The time of this import: `created` and `modified` of every indicator. */
  readonly created: string
  readonly validFrom: string
  readonly validUntil?: string | undefined
  /** 0 to 100. */
  readonly confidence?: number | undefined
  readonly labels?: readonly string[] | undefined
  readonly indicatorTypes?: readonly string[] | undefined
}

const sha1: Sha1 = (data) => hash('sha1', data, 'buffer')

/** What is wrong with the options, said once instead of at every entry. */
export function listOptionFaults(options: ListOptions): readonly StixFault[] {
  const sample = makeIndicator(
    {
      ...options,
      modified: options.created,
      observable: { type: 'domain-name', value: 'a.example' },
    },
    sha1,
  )
  return sample.ok ? [] : sample.faults
}

/** The indicator of a line, or `undefined` for an empty one. `#` starts a comment. */
export function lineEntry(line: Line, options: ListOptions): IntelEntry | undefined {
  const at = `line ${line.number}`
  if (line.bytes === undefined) return faulty('entry-size', at)
  const text = fromUtf8(line.bytes)
  if (text === undefined) return faulty('json-utf8', at)
  // Within a word the sign belongs to a URL's fragment.
  const value = text.replace(/(?:^|\s)#.*/, '').trim()
  return value === '' ? undefined : textEntry(value, at, options)
}

/** The indicator of one element of a JSON list. */
export function elementEntry(value: Json, at: string, options: ListOptions): IntelEntry {
  return typeof value === 'string' ? textEntry(value.trim(), at, options) : faulty('kind', at)
}

function textEntry(text: string, at: string, options: ListOptions): IntelEntry {
  const observable = parseObservable(text)
  if (!observable.ok) return faulty(observable.code, at)
  const made = makeIndicator(
    { ...options, modified: options.created, observable: observable.value },
    sha1,
  )
  if (made.ok) return { at, read: made }
  const faults = made.faults.map((fault) => ({ code: fault.code, at: `${at}: ${fault.at}` }))
  return { at, read: { ok: false, faults } }
}

function faulty(code: StixFaultCode, at: string): IntelEntry {
  return { at, read: { ok: false, faults: [{ code, at }] } }
}
