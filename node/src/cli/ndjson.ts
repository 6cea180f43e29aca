import { ConcertError } from '@concert/core'

/** Longest line of an answer, in characters. */
const MAX_LINE = 16 << 20

/** The JSON values of a stream of lines; a last line without its newline was cut off and is left. */
export async function* ndjsonLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield parseLine(line)
    if (rest.length > MAX_LINE) throw new ConcertError('admin-answer')
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch (cause) {
    throw new ConcertError('admin-answer', {}, { cause })
  }
}
