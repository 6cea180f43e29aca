import {
  type Decoder,
  decode,
  hexText,
  integer,
  list,
  literal,
  nullable,
  object,
  parseCanonical,
  text,
  time,
} from '@concert/core'
import { MAX_TENDERED } from './acts.ts'
import { EVIDENCE_ITEMS } from './words.ts'

/** Languages that texts of a request are written in. */
export const TEXT_LANGUAGES = ['en', 'zh'] as const

const said = (max: number) => object({ lang: literal(...TEXT_LANGUAGES), text: text({ max }) })

/**
 * A text in the language it was written in and, when there is one, side by side with it its
 * translation, who made that and who has read it, and which of them is authoritative.
 */
const worded = (max: number) =>
  object({
    original: said(max),
    translation: nullable(
      object({
        lang: literal(...TEXT_LANGUAGES),
        text: text({ max }),
        by: literal('human', 'machine'),
        /** Who has compared it with the original; null when nobody has. */
        reviewer: nullable(text({ max: 200 })),
      }),
    ),
    authoritative: literal('original', 'translation', 'both'),
  })

const base64Text = (max: number) => text({ max, pattern: /^[A-Za-z0-9+/]+={0,2}$/ })

/** See {@link worded}. */
export type Worded = ReturnType<ReturnType<typeof worded>>

const LONG = worded(20_000)
const SHORT = worded(300)
const NAME = text({ max: 200 })

const evidence = list(
  object({
    item: literal(...EVIDENCE_ITEMS),
    /** SHA-256 of the file, where there is one. */
    digest: nullable(hexText(32)),
    source: nullable(NAME),
    collector: nullable(NAME),
    note: nullable(LONG),
  }),
  { max: 200 },
)

/** As what somebody releases a request: a delegate's role, whoever runs a node alone, a drill's script. */
export const AUTHORISER_ROLES = [
  'analyst',
  'duty-officer',
  'release-officer',
  'legal-officer',
  'operator',
  'drill',
] as const

/** One of {@link AUTHORISER_ROLES}. */
export type AuthoriserRole = (typeof AUTHORISER_ROLES)[number]

const ROOT = object({
  title: SHORT,
  description: nullable(LONG),
  /** The harm, in words. */
  harm: nullable(LONG),
  /** Whom at the other side it is for, as the contact directory names them. */
  recipient: nullable(NAME),
  on_behalf_of: nullable(NAME),
  /**
   * As what the asking side's people released it, two where four eyes are the rule. Roles alone: who
   * they are stays in that side's own audit.
   */
  authorisers: list(object({ role: literal(...AUTHORISER_ROLES) }), { max: 2 }),
  questions: list(object({ ask: LONG, settles: nullable(LONG) }), { max: 100 }),
  facts: object({
    times: list(
      object({
        what: SHORT,
        at: time(),
        precision: literal('second', 'minute', 'hour', 'day'),
      }),
      { max: 50 },
    ),
    sector: nullable(NAME),
    /** What was verified, and how. */
    verified: nullable(LONG),
    confidence: nullable(integer(0, 100)),
    /** Ids of STIX objects that tell more. */
    stix: list(text({ max: 200 }), { max: 1000 }),
  }),
  evidence,
  basis: object({
    norm: nullable(NAME),
    /** Domestic law, as text. */
    law: nullable(LONG),
    mla_reference: nullable(NAME),
  }),
  /** How personal data was minimised. */
  personal_data: nullable(LONG),
  preservation: nullable(object({ object: LONG, custodian: NAME })),
})

const MOVE = object({
  note: nullable(LONG),
  /** Answers to numbered questions. */
  answers: list(object({ n: integer(1, 100), text: LONG }), { max: 100 }),
  evidence,
})

const TARGETS = object({ targets: list(text({ max: 2048 }), { max: 10_000 }) })

/** What a request says beside its act: texts and personal data, erasable. */
export type RequestContent = ReturnType<typeof ROOT>
/** What a move says beside its act. */
export type MoveContent = ReturnType<typeof MOVE>
/** The next targets of the list, normalised. */
export type TargetsContent = ReturnType<typeof TARGETS>

/**
 * Tenders that an act quotes, as they were signed, each with the lodgement that it is for, and the
 * envelopes, listed in the lodgements, that list the words.
 */
const TENDERS = object({
  tenders: list(object({ tender: base64Text(65_536), lodgement: base64Text(65_536) }), {
    min: 1,
    max: MAX_TENDERED,
  }),
  envelopes: list(base64Text(65_536), { min: 1, max: MAX_TENDERED }),
})

const CONTENTS = { root: ROOT, move: MOVE, targets: TARGETS, tender: TENDERS } as const

/** The content of a kind of statement. */
export type ContentOf<K extends keyof typeof CONTENTS> = ReturnType<(typeof CONTENTS)[K]>

/**
 * Reads the content of a request's statement, or null when it was erased or is not in the agreed
 * form: the state never depends on it.
 *
 * @param bytes - attacker-controlled
 */
export function readRequestContent<K extends keyof typeof CONTENTS>(
  kind: K,
  bytes: Uint8Array | null,
): ContentOf<K> | null {
  const parsed = bytes && parseCanonical(bytes)
  if (!parsed?.ok) return null
  const read = decode(CONTENTS[kind] as Decoder<ContentOf<K>>, parsed.value)
  return read.ok ? read.value : null
}

/** Decodes a content that a user wrote, naming the first field that is wrong. */
export function decodeRequestContent<K extends keyof typeof CONTENTS>(
  kind: K,
  value: Parameters<typeof decode>[1],
): ReturnType<typeof decode<ContentOf<K>>> {
  return decode(CONTENTS[kind] as Decoder<ContentOf<K>>, value)
}

/** A content of a move that says nothing but a note. */
export const NO_MOVE_CONTENT: MoveContent = { note: null, answers: [], evidence: [] }
