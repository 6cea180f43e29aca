import { readClass } from './character-class.ts'
import { readEscape } from './escapes.ts'
import { LiteralNotes, type RequiredLiterals } from './literals.ts'
import { octetPoint, point } from './octet-range.ts'
import { RegexStop, Source } from './source.ts'

/** A regular expression in RE2's spelling. */
export interface Translated {
  readonly expression: string
  /** Whether `$` or `\Z` occurs, which also match before a line feed at the very end. */
  readonly beforeFinalLine: boolean
  readonly required: RequiredLiterals | undefined
}

/** Options in force (`(?imsx)`); each group has its own. */
interface Options {
  readonly multiline: boolean
  readonly extended: boolean
}

/**
 * Writes a Perl-compatible regular expression in RE2's spelling, so that the two mean the same.
 * What is not regular, or what RE2 cannot say, is refused: look-around, back references, atomic
 * groups, possessive quantifiers, recursion, conditions, verbs. `\d`, `\w`, `\s` and `\b` know
 * ASCII, which is PCRE's default.
 *
 * @param octets - whether octets are matched, not Unicode text
 * @throws RegexStop
 */
export function translateRegex(source: string, octets: boolean): Translated {
  return new Translator(source, octets).translate()
}

class Translator {
  readonly #source: Source
  readonly #octets: boolean
  readonly #notes = new LiteralNotes()
  readonly #outer: Options[] = []
  #options: Options = { multiline: false, extended: false }
  #out = ''
  #beforeFinalLine = false
  #veryEnd = false

  constructor(source: string, octets: boolean) {
    this.#source = new Source(source)
    this.#octets = octets
  }

  translate(): Translated {
    for (let next = this.#source.take(); next !== undefined; next = this.#source.take()) {
      this.#character(next)
    }
    if (this.#outer.length > 0) throw new RegexStop('regex-syntax')
    // The two ends cannot be told apart once the final line feed is cut off.
    if (this.#beforeFinalLine && this.#veryEnd) throw new RegexStop('regex-unsupported')
    return {
      expression: this.#out,
      beforeFinalLine: this.#beforeFinalLine,
      required: this.#notes.result(),
    }
  }

  #character(character: string): void {
    switch (character) {
      case '\\':
        this.#backslash()
        break
      case '[':
        this.#emit(readClass(this.#source, this.#octets))
        break
      case '(':
        this.#open()
        break
      case ')':
        this.#close()
        break
      case '|':
        if (this.#outer.length === 0) this.#notes.alternative()
        this.#out += '|'
        break
      case '^':
      case '.':
        this.#emit(character)
        break
      case '$':
        this.#dollar()
        break
      case '*':
      case '?':
        this.#repeat(character, 0)
        break
      case '+':
        this.#repeat(character, 1)
        break
      case '{':
        this.#brace()
        break
      default:
        if (!this.#isSkipped(character)) this.#literal(character)
    }
  }

  /** White space and comments, where `x` is in force. */
  #isSkipped(character: string): boolean {
    if (!this.#options.extended) return false
    if (character === '#') this.#source.until('\n')
    return character === '#' || /[\t-\r ]/.test(character)
  }

  #literal(character: string): void {
    const code = character.codePointAt(0) ?? 0
    if (this.#octets && code > 0xff) {
      this.#emit(`[^${point(0)}-${point(0x10ffff)}]`)
      return
    }
    this.#out += point(this.#octets ? octetPoint(code) : code)
    if (this.#outer.length === 0) this.#notes.character(character)
  }

  /** What is no plain character: it ends a run of them. */
  #emit(text: string): void {
    this.#out += text
    if (this.#outer.length === 0) this.#notes.cut()
  }

  #dollar(): void {
    if (this.#options.multiline) this.#emit('$')
    else this.#finalLine()
  }

  #finalLine(): void {
    this.#beforeFinalLine = true
    this.#emit('\\z')
  }

  #backslash(): void {
    const assertion = this.#source.match(/^[bBAzZGQEN](?!\{)/)
    switch (assertion) {
      case undefined:
        this.#escaped()
        break
      case 'Q':
        for (const each of this.#source.until('\\E')) this.#literal(each)
        break
      case 'E':
        break
      case 'N':
        this.#emit('[^\\n]')
        break
      case 'Z':
        this.#finalLine()
        break
      case 'z':
        this.#veryEnd = true
        this.#emit('\\z')
        break
      case 'G':
        this.#emit('\\A')
        break
      default:
        this.#emit(`\\${assertion}`)
    }
  }

  #escaped(): void {
    const escaped = readEscape(this.#source, this.#octets)
    if ('set' in escaped) this.#emit(`[${escaped.set}]`)
    else this.#literal(String.fromCodePoint(escaped.code))
  }

  #repeat(operator: string, least: number): void {
    this.#out += operator
    if (this.#outer.length === 0) this.#notes.repeated(least)
    if (this.#source.next === '+') throw new RegexStop('regex-unsupported')
    if (this.#source.match(/^\?/) !== undefined) this.#out += '?'
  }

  /** A count, or a brace that stands for itself. */
  #brace(): void {
    const count = this.#source.match(/^(\d+)(?:,\d*)?\}/)
    if (count === undefined) this.#literal('{')
    else this.#repeat(`{${count}`, Number.parseInt(count, 10))
  }

  /** The kinds of groups. None captures: only whether there is a match is asked. */
  #open(): void {
    const source = this.#source
    if (source.next === '*') throw new RegexStop('regex-unsupported')
    const plain = source.match(/^(?!\?)|^\?(?:[:|]|P?<(?![=!])[A-Za-z_]\w*>|'[A-Za-z_]\w*')/)
    if (plain !== undefined) this.#group('(?:')
    else if (source.match(/^\?#/) !== undefined) source.until(')')
    else this.#flags(source.match(/^\?[imsxnUJ]*(?:-[imsxnUJ]*)?[:)]/))
  }

  #flags(text: string | undefined): void {
    if (text === undefined) throw new RegexStop('regex-unsupported')
    const [on = '', off = ''] = text.slice(1, -1).split('-')
    const scoped = text.endsWith(':')
    if (scoped) this.#group('')
    if (on.includes('i')) this.#notes.folded = true
    this.#options = {
      multiline: switched(this.#options.multiline, 'm', on, off),
      extended: switched(this.#options.extended, 'x', on, off),
    }
    const kept = known(on) + (known(off) === '' ? '' : `-${known(off)}`)
    if (scoped) this.#out += `(?${kept}:`
    else if (kept !== '') this.#emit(`(?${kept})`)
  }

  #group(opening: string): void {
    this.#emit(opening)
    this.#outer.push(this.#options)
  }

  #close(): void {
    const outer = this.#outer.pop()
    if (outer === undefined) throw new RegexStop('regex-syntax')
    this.#options = outer
    this.#out += ')'
  }
}

function switched(before: boolean, flag: string, on: string, off: string): boolean {
  return (before || on.includes(flag)) && !off.includes(flag)
}

/** The options that RE2 knows; the others change nothing in whether there is a match. */
function known(flags: string): string {
  return [...'ims'].filter((flag) => flags.includes(flag)).join('')
}
