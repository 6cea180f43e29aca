import { createHmac } from 'node:crypto'
import { fromUtf8 } from '@concert/core'
import { readPrivateFile } from '../files/private-file.ts'
import type { OutboundClient } from '../outbound/outbound-client.ts'
import { NoticeError } from './codes.ts'
import type { Told } from './texts.ts'

/** Where a webhook is, and the file of the key that signs for it. */
export interface Webhook {
  readonly url: string
  readonly secret: string
}

const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})\r?\n?$/

/**
 * Posts a notice, signed as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time and body. The id is
 * the same for every attempt.
 *
 * @throws NoticeError | OutboundError
 */
export async function postWebhook(
  client: OutboundClient,
  { url, secret }: Webhook,
  call: { readonly id: string; readonly told: Told; readonly made: number; readonly now: number },
): Promise<void> {
  const { id, told, made, now } = call
  const body = JSON.stringify({
    type: told.kind,
    timestamp: new Date(made).toISOString(),
    data: { subject: told.subject, urgency: told.urgency, exercise: told.exercise },
  })
  const seconds = String(Math.floor(now / 1000))
  const key = await readSecret(secret)
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  const answer = await client.fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${mac}`,
    },
    body: Buffer.from(body),
  })
  // What it says does not matter; reading it lets go of the connection.
  for await (const _ of answer.body) break
  if (answer.status < 200 || answer.status > 299) throw new NoticeError('notice-status')
}

async function readSecret(path: string): Promise<Uint8Array> {
  const file = await readPrivateFile(path, 4096)
  const found = file.ok ? SECRET.exec(fromUtf8(file.value) ?? '')?.[1] : undefined
  if (found === undefined) throw new NoticeError('notice-credentials')
  return Buffer.from(found, 'base64')
}
