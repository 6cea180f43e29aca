/**
 * Why a JSON text that need not be canonical is not read:
 * `json-size` above the bound; `json-utf8` not UTF-8; `json-syntax` not RFC 8259 (a byte order mark
 * included); `json-depth` nested too deep; `json-duplicate` a key twice in one object;
 * `json-surrogate` a lone surrogate; `json-number` an integer beyond ±(2^53 − 1).
 */
export type JsonFaultCode =
  | 'json-size'
  | 'json-utf8'
  | 'json-syntax'
  | 'json-depth'
  | 'json-duplicate'
  | 'json-surrogate'
  | 'json-number'

/** A fault at a UTF-16 index of the text scanned. */
export interface ScanFault {
  readonly code: JsonFaultCode
  readonly index: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const MINUS = 0x2d
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const LITERAL = /true|false|null/y

/**
 * Scans one JSON text (RFC 8259) against the strict rules without building anything.
 *
 * @param text - decoded text, attacker-controlled
 * @param maxDepth - deepest nesting of objects and lists
 * @returns the first fault, or `undefined` when JSON.parse may have the text
 */
export function scanJson(text: string, maxDepth: number): ScanFault | undefined {
  const scanner = new Scanner(text, maxDepth)
  try {
    scanner.document()
    return undefined
  } catch (stop) {
    if (stop instanceof Stop) return { code: stop.code, index: stop.index }
    throw stop
  }
}

/** Leaves the recursion at the first fault; never leaves this module. */
class Stop extends Error {
  readonly code: JsonFaultCode
  readonly index: number

  constructor(code: JsonFaultCode, index: number) {
    super(code)
    this.code = code
    this.index = index
  }
}

class Scanner {
  private readonly text: string
  private readonly maxDepth: number
  private at = 0

  constructor(text: string, maxDepth: number) {
    this.text = text
    this.maxDepth = maxDepth
  }

  document(): void {
    this.space()
    this.value(0)
    this.space()
    if (this.at < this.text.length) this.stop('json-syntax')
  }

  private value(depth: number): void {
    const unit = this.text.charCodeAt(this.at)
    if (unit === OPEN_OBJECT) this.object(depth + 1)
    else if (unit === OPEN_LIST) this.list(depth + 1)
    else if (unit === QUOTE) this.string()
    else if (unit === MINUS || (unit >= 0x30 && unit <= 0x39)) this.number()
    else this.token(LITERAL)
  }

  private object(depth: number): void {
    if (depth > this.maxDepth) this.stop('json-depth')
    this.step()
    if (this.take(CLOSE_OBJECT)) return
    const keys = new Set<string>()
    do {
      this.space()
      this.key(keys)
      this.space()
      if (!this.take(COLON)) this.stop('json-syntax')
      this.space()
      this.value(depth)
      this.space()
    } while (this.take(COMMA))
    if (!this.take(CLOSE_OBJECT)) this.stop('json-syntax')
  }

  private key(keys: Set<string>): void {
    const start = this.at
    const raw = this.string()
    const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
    if (keys.has(key)) this.stop('json-duplicate', start)
    keys.add(key)
  }

  private list(depth: number): void {
    if (depth > this.maxDepth) this.stop('json-depth')
    this.step()
    if (this.take(CLOSE_LIST)) return
    do {
      this.space()
      this.value(depth)
      this.space()
    } while (this.take(COMMA))
    if (!this.take(CLOSE_LIST)) this.stop('json-syntax')
  }

  /** Passes a string and returns what stands between its quotes, escapes as written. */
  private string(): string {
    const start = this.at
    if (!this.take(QUOTE)) this.stop('json-syntax')
    let escaped = false
    for (;;) {
      const unit = this.text.charCodeAt(this.at)
      if (unit === QUOTE) break
      if (unit === BACKSLASH) {
        escaped = true
        this.token(ESCAPE)
      } else if (unit >= 0x20) {
        this.at++
      } else {
        // Control characters, and NaN at the end of the text.
        this.stop('json-syntax')
      }
    }
    const raw = this.text.slice(start + 1, this.at)
    this.at++
    // Decoded UTF-8 has no lone surrogate: only an escape can spell one.
    if (escaped && !(JSON.parse(`"${raw}"`) as string).isWellFormed()) {
      this.stop('json-surrogate', start)
    }
    return raw
  }

  private number(): void {
    const start = this.at
    const value = Number(this.token(NUMBER))
    const unsafe = Number.isInteger(value) && !Number.isSafeInteger(value)
    if (unsafe || !Number.isFinite(value)) this.stop('json-number', start)
  }

  private token(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (!match) return this.stop('json-syntax')
    this.at += match[0].length
    return match[0]
  }

  private take(unit: number): boolean {
    if (this.text.charCodeAt(this.at) !== unit) return false
    this.at++
    return true
  }

  private step(): void {
    this.at++
    this.space()
  }

  private space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at)
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return
      this.at++
    }
  }

  private stop(code: JsonFaultCode, index: number = this.at): never {
    throw new Stop(code, index)
  }
}
