import { fromUtf8 } from '@concert/core'
import { type Line, LineSplitter } from '../../intel/list-lines.ts'
import type { FeedBatch, SourceInput } from '../feed-source.ts'
import { BatchMaker } from './batch-maker.ts'
import { getChanged } from './conditional-get.ts'
import { entryObject } from './entry.ts'

/**
 * One domain, URL, address or file hash a line. `#` and `;` start comments; of a line in the format of
 * a hosts file the name counts, not the address it is sent to.
 */
export async function* listSource(input: SourceInput): AsyncGenerator<FeedBatch, void, undefined> {
  const file = await getChanged(input, input.settings.url)
  if (file === undefined) return
  const splitter = new LineSplitter()
  const maker = new BatchMaker()
  for await (const chunk of file.body) {
    for (const line of splitter.push(chunk)) {
      take(maker, line, input)
      if (maker.full) yield maker.take()
    }
  }
  for (const line of splitter.end()) take(maker, line, input)
  yield { ...maker.take(), position: file.position }
}

function take(maker: BatchMaker, { number, bytes }: Line, input: SourceInput): void {
  const at = `line ${number}`
  const text = bytes && fromUtf8(bytes)
  if (text === undefined) {
    maker.faults([{ code: bytes === undefined ? 'entry-size' : 'json-utf8', at }])
    return
  }
  const value = text
    .replace(/^\uFEFF/, '')
    .replace(/(?:^|\s)[#;].*/, '')
    .trim()
    .replace(/^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+(?=\S)/, '')
  if (value !== '') maker.add(entryObject({ value }, at, input))
}
