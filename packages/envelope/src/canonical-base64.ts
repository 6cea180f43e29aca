import { fromUtf8, type Json, type JsonObject } from '@concert/core'
import { TextCursor } from './text-cursor.ts'

/** Deeper than any file of base64 goes; whatever is, is read the long way. */
const MAX_DEPTH = 8
const NAME = /^[a-z][a-z_]*$/
const NUMBER = /(?:0|[1-9][0-9]{0,8})(?![0-9.eE])/y

/**
 * Reads canonical JSON whose texts are nearly all base64, without reading it as JSON first: they would
 * be copied and looked through three times more.
 *
 * Control characters in a text without escapes are not looked for, but for ends of lines: whoever
 * decodes it must refuse them, as decoders of base64, of literals and of notes do.
 *
 * @param bytes - attacker-controlled
 * @returns undefined for anything that is not canonical, and for what is too unusual to tell here
 */
export function readCanonicalBase64(bytes: Uint8Array): JsonObject | undefined {
  const text = fromUtf8(bytes)
  if (text === undefined || !text.startsWith('{')) return undefined
  const reader = new Reader(text)
  const value = reader.value(1)
  return reader.isAtEnd && value !== undefined ? (value as JsonObject) : undefined
}

class Reader extends TextCursor {
  value(depth: number): Json | undefined {
    if (depth > MAX_DEPTH) return undefined
    switch (this.text[this.at]) {
      case '"':
        return this.#string()
      case '{':
        return this.#object(depth)
      case '[':
        return this.#list(depth)
      case 'n':
        return this.pass('null') ? null : undefined
      default:
        return this.#number()
    }
  }

  #object(depth: number): JsonObject | undefined {
    const found: Record<string, Json> = {}
    let last = ''
    this.at++
    if (this.pass('}')) return found
    do {
      const name = this.text[this.at] === '"' ? this.#string() : undefined
      if (name === undefined || name <= last || !NAME.test(name)) return undefined
      const value = this.pass(':') ? this.value(depth + 1) : undefined
      if (value === undefined) return undefined
      found[name] = value
      last = name
    } while (this.pass(','))
    return this.pass('}') ? found : undefined
  }

  #list(depth: number): Json | undefined {
    const found: Json[] = []
    this.at++
    if (this.pass(']')) return found
    do {
      const value = this.value(depth + 1)
      if (value === undefined) return undefined
      found.push(value)
    } while (this.pass(','))
    return this.pass(']') ? found : undefined
  }

  #number(): number | undefined {
    NUMBER.lastIndex = this.at
    const [digits] = NUMBER.exec(this.text) ?? []
    if (digits === undefined) return undefined
    this.at += digits.length
    return Number(digits)
  }

  #string(): string | undefined {
    const start = this.at++
    const plain = this.untilQuote()
    if (plain === undefined || plain.includes('\n')) return undefined
    if (!plain.includes('\\')) return plain
    while (isEscaped(this.text, this.at - 1)) if (this.untilQuote() === undefined) return undefined
    return unescaped(this.text.slice(start, this.at))
  }
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text[before - 1] === '\\') before--
  return (at - before) % 2 === 1
}

/** What a string literal says, if it is the canonical one (RFC 8785 §3.2.2.2). */
function unescaped(literal: string): string | undefined {
  try {
    const said = JSON.parse(literal) as string
    return said.isWellFormed() && JSON.stringify(said) === literal ? said : undefined
  } catch {
    return undefined
  }
}
