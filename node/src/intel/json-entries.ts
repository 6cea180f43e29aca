import {
  type Json,
  type JsonElement,
  type JsonItem,
  type JsonObject,
  JsonStream,
  type JsonStreamRefusal,
} from '@concert/core'
import {
  acceptStixObject,
  placeOfFault,
  type StixFault,
  type StixFaultCode,
  streamFaultCode,
  typeOfId,
} from '@concert/stix'
import { type IntelEntry, wholeFile } from './import-batch.ts'
import { elementEntry, type ListOptions, listOptionFaults } from './list-entry.ts'

/**
 * The entries of a JSON file, in groups as they are read: what stands before a fault that ends the
 * reading is there already. Importing again after the file was mended adds the rest.
 *
 * @param chunks - attacker-controlled
 */
export async function* jsonEntries(
  chunks: AsyncIterable<Uint8Array>,
  options: ListOptions,
): AsyncGenerator<Iterable<IntelEntry>, void, undefined> {
  const wrong = listOptionFaults(options)
  const stream = new JsonStream(['objects', 'blacklist'])
  for await (const chunk of chunks) {
    for (const items of stream.push(chunk)) {
      if (wrong.length > 0 && items.some(isListed)) {
        yield [wholeFile(wrong)]
        return
      }
      yield items.map((item) => entryOf(item, options))
    }
    if (stream.stopped) return
  }
  yield stream.end().map((item) => entryOf(item, options))
}

function isListed(item: JsonItem): boolean {
  return item.kind === 'element' && item.key === 'blacklist'
}

function entryOf(item: JsonItem, options: ListOptions): IntelEntry {
  if (item.kind === 'element') return elementOf(item, options)
  return item.read.ok ? shellEntry(item.read.value) : wholeFile([faultOf(item.read)])
}

function elementOf(element: JsonElement, options: ListOptions): IntelEntry {
  const { key, index, bytes, read } = element
  const at = placeOf(element)
  if (!read.ok) return refused(at, faultOf(read))
  const { value } = read
  if (key === 'blacklist') return elementEntry(value, `blacklist[${index}]`, options)
  if (!isObject(value)) return refused(at, { code: 'object-expected', at: '' })
  if (key === undefined && value.type === 'bundle') return shellEntry(value)
  if (key === undefined && typeof value.type !== 'string') {
    return refused(at, { code: 'format-unknown', at: '' })
  }
  // Bytes of its own: a view would keep the whole chunk in memory, and would take it along, once
  // for each object, when the object is posted to another thread.
  const accepted = acceptStixObject(Uint8Array.from(bytes), value)
  return accepted.ok ? { at, read: accepted } : refused(at, ...accepted.faults)
}

/** The first of what may be the only one stands for the file. */
function placeOf({ key, index }: JsonElement): string {
  if (key !== undefined) return `${key}[${index}]`
  return index === 0 ? '' : `[${index}]`
}

/** What stands around a list: nothing of it is kept, but it may say that all is something else. */
function shellEntry(shell: Json): IntelEntry {
  if (!isObject(shell) || shell.type === undefined) return wholeFile([])
  if (shell.type !== 'bundle') return wholeFile([{ code: 'bundle-type', at: 'type' }])
  const { id } = shell
  const isNamed = typeof id === 'string' && typeOfId(id) === 'bundle'
  return wholeFile(isNamed ? [] : [{ code: 'bundle-type', at: 'id' }])
}

function refused(place: string, ...faults: readonly StixFault[]): IntelEntry {
  const placed = faults.map((fault) => ({ ...fault, at: placeOfFault(place, fault.at) }))
  return { at: place, read: { ok: false, faults: placed } }
}

function faultOf({ code, offset }: JsonStreamRefusal): StixFault {
  const known: StixFaultCode = streamFaultCode(code)
  return { code: known, at: `byte ${offset}` }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
