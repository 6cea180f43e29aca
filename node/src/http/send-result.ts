import type { RefusalCode } from '@concert/envelope'
import type { FastifyReply } from 'fastify'
import type { Bilingual } from '../i18n/language.ts'
import { type OperatorCode, refusalSentence } from '../i18n/refusals.ts'

/**
 * Sends a value, or 409 with the code and its sentence in both languages: the refusal's own, when
 * it says more than the code does.
 */
export function sendResult(
  reply: FastifyReply,
  result:
    | { ok: true; value: unknown }
    | { ok: false; code: RefusalCode | OperatorCode; at?: string; message?: Bilingual },
): unknown {
  if (result.ok) return result.value
  const message = result.message ?? refusalSentence(result.code)
  return reply.code(409).send({ code: result.code, at: result.at, message })
}
