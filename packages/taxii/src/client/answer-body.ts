import type { HttpAnswer } from './http-port.ts'

/** What came, piece by piece; nothing of an answer without a body. */
export function bodyOf({ body }: HttpAnswer): AsyncIterable<Uint8Array> {
  return body ?? nothing()
}

/** Lets go of an answer that nobody reads. */
export async function drop(answer: HttpAnswer): Promise<void> {
  for await (const _ of bodyOf(answer)) return
}

/** All of it; `undefined` when it is more than this, of which no more than one piece is taken. */
export async function wholeBody(
  answer: HttpAnswer,
  mostBytes: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const piece of bodyOf(answer)) {
    size += piece.length
    if (size > mostBytes) return undefined
    parts.push(piece)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
