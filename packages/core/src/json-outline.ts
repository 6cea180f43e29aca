const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

/**
 * What is known of a JSON value after its brackets and strings were passed, and nothing decoded.
 * It goes on across pieces of a text: whoever runs out calls {@link passValue} again with the next.
 */
export interface Outline {
  /** Brackets open now. */
  depth: number
  /** Most brackets open at once. */
  deepest: number
  /** Colons outside strings: in valid JSON as many as there are members in all objects. */
  colons: number
  /** Whether the text ran out within a string. */
  inString: boolean
  /** Whether it ran out after a backslash. */
  escaped: boolean
  /** Whether it ran out within a number or a word. */
  inScalar: boolean
}

/** The outline of a value that has not begun. */
export function newOutline(): Outline {
  return { depth: 0, deepest: 0, colons: 0, inString: false, escaped: false, inScalar: false }
}

/**
 * Passes one JSON value, or what remains of it. Only brackets and quotes are looked at, so the
 * value may be no valid JSON; where it ends is certain if it is. Strings are left to the
 * platform's search, several times as fast as a loop over their characters.
 *
 * @param text - attacker-controlled; one UTF-16 unit a byte will do, for all structure is ASCII
 * @param from - where the value begins, or goes on
 * @returns the index after the value, or -1 when the text ran out
 */
export function passValue(outline: Outline, text: string, from: number): number {
  let at = from
  if (outline.inScalar) return passScalar(outline, text, at)
  if (outline.inString) {
    at = passString(outline, text, at)
    if (at < 0 || outline.depth === 0) return at
  } else if (outline.depth === 0) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) return passString(outline, text, at + 1)
    if (unit !== OPEN_OBJECT && unit !== OPEN_LIST) return passScalar(outline, text, at)
  }
  return passBrackets(outline, text, at)
}

function passBrackets(outline: Outline, text: string, from: number): number {
  let { depth, deepest, colons } = outline
  let at = from
  while (at < text.length) {
    const unit = text.charCodeAt(at++)
    if (unit === QUOTE) {
      at = passString(outline, text, at)
      if (at < 0) break
    } else if (unit === COLON) {
      colons++
    } else if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
      if (++depth > deepest) deepest = depth
    } else if (unit === CLOSE_OBJECT || unit === CLOSE_LIST) {
      if (--depth === 0) break
    }
  }
  outline.depth = depth
  outline.deepest = deepest
  outline.colons = colons
  return depth === 0 ? at : -1
}

/**
 * Passes the rest of a string.
 *
 * @param from - after the opening quote, or where the string goes on
 * @returns the index after the closing quote, or -1 when the text ran out
 */
export function passString(outline: Outline, text: string, from: number): number {
  // The unit after a backslash belongs to it, whatever it is.
  let at = outline.escaped ? from + 1 : from
  for (;;) {
    const close = text.indexOf('"', at)
    const end = close < 0 ? text.length : close
    let run = end
    while (run > at && text.charCodeAt(run - 1) === BACKSLASH) run--
    const isEscaped = (end - run) % 2 === 1
    if (close < 0) {
      outline.inString = true
      outline.escaped = isEscaped || at > text.length
      return -1
    }
    at = close + 1
    if (!isEscaped) break
  }
  outline.inString = false
  outline.escaped = false
  return at
}

function passScalar(outline: Outline, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (endsScalar(text.charCodeAt(at))) {
      outline.inScalar = false
      return at
    }
  }
  outline.inScalar = true
  return -1
}

function endsScalar(unit: number): boolean {
  return unit === COMMA || unit === CLOSE_LIST || unit === CLOSE_OBJECT || isJsonSpace(unit)
}

/** Whether a byte or unit is white space between the tokens of JSON (RFC 8259 §2). */
export function isJsonSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
}
