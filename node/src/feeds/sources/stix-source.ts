import { type JsonItem, JsonStream } from '@concert/core'
import { streamFaultCode } from '@concert/stix'
import { FeedError } from '../feed-codes.ts'
import { withDefaults } from '../feed-defaults.ts'
import type { FeedBatch, SourceInput } from '../feed-source.ts'
import { BatchMaker } from './batch-maker.ts'
import { getChanged, isObject } from './conditional-get.ts'

/** A STIX 2.1 bundle, a TAXII envelope, or objects after one another, in a file of any size. */
export async function* stixSource(input: SourceInput): AsyncGenerator<FeedBatch, void, undefined> {
  const file = await getChanged(input, input.settings.url)
  if (file === undefined) return
  const stream = new JsonStream(['objects'])
  const maker = new BatchMaker()
  for await (const chunk of file.body) {
    for (const items of stream.push(chunk)) {
      for (const item of items) take(maker, item, input)
      if (maker.full) yield maker.take()
    }
    if (stream.stopped) break
  }
  for (const item of stream.end()) take(maker, item, input)
  if (maker.isBroken) {
    // What stands before the place where the file breaks off counts; the file is asked for again.
    yield maker.take()
    throw new FeedError('feed-malformed')
  }
  yield { ...maker.take(), position: file.position }
}

function take(maker: BatchMaker, item: JsonItem, { settings }: SourceInput): void {
  if (item.kind === 'stop') maker.isBroken = true
  if (item.kind !== 'element') return
  const { bytes, index, read } = item
  const at = `objects[${index}]`
  if (!read.ok) maker.faults([{ code: streamFaultCode(read.code), at }])
  else if (!isObject(read.value)) maker.faults([{ code: 'object-expected', at }])
  else if (item.key !== undefined || read.value.type !== 'bundle') {
    maker.add(withDefaults(Uint8Array.from(bytes), read.value, settings, at))
  }
}
