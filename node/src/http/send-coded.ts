import type { FastifyReply } from 'fastify'
import type { Bilingual } from '../i18n/language.ts'
import { refusalSentence } from '../i18n/refusals.ts'

/** Sentences of a room's own codes. */
export type Sentences = Readonly<Record<string, Bilingual>>

/** Sends a value, or 409 with the code and its sentence: the room's own, else the common one. */
export function sendCoded(
  reply: FastifyReply,
  sentences: Sentences,
  result: { ok: true; value: unknown } | { ok: false; code: string; at?: string },
): unknown {
  if (result.ok) return result.value
  const { code, at } = result
  const message = Object.hasOwn(sentences, code) ? sentences[code] : refusalSentence(code)
  return reply.code(409).send({ code, at, message })
}
