import { utf8 } from '@concert/core'

const OPEN = utf8('{"objects":[')
const CLOSE = utf8(']}')
const COMMA = utf8(',')

/** An envelope (§3.7) of objects in their exact bytes. */
export function envelopeOf(objects: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(envelopeBytes(objects))
  let at = 0
  const put = (bytes: Uint8Array) => {
    whole.set(bytes, at)
    at += bytes.length
  }
  put(OPEN)
  objects.forEach((object, index) => {
    if (index > 0) put(COMMA)
    put(object)
  })
  put(CLOSE)
  return whole
}

/** Its size, to stay below what a server takes (`max_content_length`, §4.2). */
export function envelopeBytes(objects: readonly Uint8Array[]): number {
  const commas = Math.max(0, objects.length - 1)
  return objects.reduce((sum, { length }) => sum + length, OPEN.length + CLOSE.length + commas)
}
