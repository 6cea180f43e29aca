import {
  type Decoded,
  type Decoder,
  decode,
  hexText,
  integer,
  list,
  literal,
  nullable,
  object,
  ok,
  parseCanonical,
  type Result,
  refuse,
  text,
} from '@concert/core'
import type { RefusalCode, Statement } from '@concert/envelope'
import { CONTACT_ROLES } from '@concert/threads'
import { HOURS } from './hours.ts'

const CONTACT = hexText(16)

const ACTS = {
  /** A contact of the author's, for the peer it is sent to. Who it is travels as content. */
  'contact.publish': object({
    contact: CONTACT,
    revision: integer(1, 1_000_000),
    role: literal(...CONTACT_ROLES),
  }),
  /** The contact is no more: whoever holds its content erases it. */
  'contact.withdraw': object({ contact: CONTACT }),
} as const

type Acts = Decoded<typeof ACTS>

/** Statement kinds of the contact directory. */
export type ContactKind = keyof typeof ACTS

/** Whether a kind belongs to the contact directory. */
export function isContactKind(kind: string): kind is ContactKind {
  return Object.hasOwn(ACTS, kind)
}

/** Reads the act of a contact statement, or `bad-act`. @param act - attacker-controlled */
export function decodeContactAct<K extends ContactKind>(
  kind: K,
  act: Statement['act'],
): Result<Acts[K], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Acts[K]>, act)
  return decoded.ok ? ok(decoded.value) : refuse('bad-act', decoded.at)
}

// No control characters, no separators of lines: a name is one line, wherever it is shown.
const ONE_LINE = /^[^\p{C}\p{Zl}\p{Zp}]+$/u
const MAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?$/
const PHONE = /^\+?[0-9][0-9 ()-]{2,38}$/
const KEY =
  /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[\x20-\x7e\n]*-----END PGP PUBLIC KEY BLOCK-----\n?$/

/** Who and where a contact is: personal data, so content, which can be erased. */
export const CARD = object({
  name: text({ max: 120, pattern: ONE_LINE }),
  hours: HOURS,
  /** BCP 47 tags, the preferred one first. */
  languages: list(text({ max: 35, pattern: /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/ }), {
    min: 1,
    max: 8,
  }),
  email: nullable(text({ max: 254, pattern: MAIL })),
  phone: nullable(text({ max: 40, pattern: PHONE })),
  /** OpenPGP public key, armoured. */
  pgp: nullable(text({ max: 40_000, pattern: KEY })),
})

/** See {@link CARD}. */
export type ContactCard = ReturnType<typeof CARD>

/** Reads a card from its exact bytes; undefined when it is none. @param bytes - attacker-controlled */
export function parseCard(bytes: Uint8Array): ContactCard | undefined {
  const parsed = parseCanonical(bytes)
  const card = parsed.ok ? decode(CARD, parsed.value) : parsed
  return card.ok ? card.value : undefined
}
