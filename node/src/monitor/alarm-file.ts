import {
  type CryptoPort,
  canonicalBytes,
  decode,
  list,
  literal,
  nullable,
  object,
  optional,
  parseStrictJson,
  type Result,
  text,
  time,
} from '@concert/core'
import { ALARM_KINDS, type Alarm, provesSplit } from './alarms.ts'

/** Largest file of alarms, in bytes. */
export const MAX_ALARM_BYTES: number = 16 << 20

const note = text({ max: 131_072 })

const FILE = object({
  v: literal(1),
  kind: literal('concert-alarms'),
  alarms: list(
    object({
      kind: literal(...ALARM_KINDS),
      origin: text({ max: 300 }),
      source: text({ max: 1000 }),
      added: time(),
      proof: object({
        log: text({ max: 5000 }),
        first: note,
        second: nullable(note),
        root: optional(text({ max: 44 })),
        hashes: optional(list(text({ max: 44 }), { max: 63 })),
      }),
    }),
    { max: 100_000 },
  ),
})

/** Alarms as a file that anybody can check, as canonical JSON. */
export function formatAlarms(alarms: readonly Alarm[]): Uint8Array {
  return canonicalBytes({ v: 1, kind: 'concert-alarms', alarms })
}

/** Reads a file of alarms. @param bytes - attacker-controlled */
export function parseAlarms(bytes: Uint8Array): Result<readonly Alarm[], 'malformed'> {
  const json = parseStrictJson(bytes, { maxBytes: MAX_ALARM_BYTES })
  if (!json.ok) return { ok: false, code: 'malformed', at: json.at ?? '' }
  const file = decode(FILE, json.value)
  if (!file.ok) return file
  const alarms = file.value.alarms.map(({ proof: { root, hashes, ...notes }, ...alarm }) => ({
    ...alarm,
    proof: { ...notes, ...(root !== null && { root }), ...(hashes !== null && { hashes }) },
  }))
  return { ok: true, value: alarms }
}

/** An alarm and whether it proves by itself that its log has signed two histories. */
export interface CheckedAlarm extends Alarm {
  readonly proven: boolean
}

/** Checks every alarm with nothing but what stands in it. */
export async function checkAlarms(
  crypto: CryptoPort,
  alarms: readonly Alarm[],
): Promise<readonly CheckedAlarm[]> {
  const checked: CheckedAlarm[] = []
  for (const alarm of alarms) {
    const isOfLog = alarm.proof.log.startsWith(`${alarm.origin}+`)
    checked.push({ ...alarm, proven: isOfLog && (await provesSplit(crypto, alarm.proof)) })
  }
  return checked
}
