import { createHash } from 'node:crypto'
import { type Decoder, list, literal, object, sortedSet, text } from '@concert/core'
import { STEP_ACTIONS } from '@concert/threads'

// Of our own (RFC 9562 §6.6): names hashed under it are names of nobody else.
const NAMESPACE = Buffer.from('b0d6a4f2c1e84b6f9a3d5c7e9f1b2d30', 'hex')

/**
 * Key of the extension (CACAO 2.0 §8) with what a step means to Concert: its id, its kind, the exact
 * prerequisites, which parallel flow alone can't express, and its words in both languages.
 */
export const EXTENSION_ID: string = `extension-definition--${uuidOf('concert operation step')}`

const NAME = text({ max: 40, pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/ })
const BOTH = object({ en: text({ max: 2000 }), zh: text({ max: 2000 }) })

/** The extension of one step. */
export const STEP_EXTENSION = object({
  id: NAME,
  action: literal(...STEP_ACTIONS),
  after: sortedSet(NAME, { max: 32 }),
  words: BOTH,
}) satisfies Decoder<unknown>

/** The extension of the playbook: title and purpose in both languages, the agents in their order. */
export const PLAYBOOK_EXTENSION = object({
  title: BOTH,
  purpose: BOTH,
  parties: list(text({ max: 200 }), { min: 2, max: 16 }),
}) satisfies Decoder<unknown>

/**
 * A UUID of version 5 (RFC 9562 §5.5) that follows from a text. CACAO's published JSON schemas take
 * versions 1 to 5 alone (RFC 4122).
 */
export function uuidOf(name: string): string {
  const digits = createHash('sha1').update(NAMESPACE).update(name).digest('hex')
  const variant = ((Number.parseInt(digits.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `5${digits.slice(13, 16)}`,
    `${variant}${digits.slice(18, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}
