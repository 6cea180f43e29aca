import type { FastifyReply } from 'fastify'
import { requestSentence } from './codes.ts'

/** Sends a value, or 409 with the code and its sentence in both languages. */
export function sendRequestResult(
  reply: FastifyReply,
  result: { ok: true; value: unknown } | { ok: false; code: string; at?: string },
): unknown {
  if (result.ok) return result.value
  const message = requestSentence(result.code)
  return reply.code(409).send({ code: result.code, at: result.at, message })
}
