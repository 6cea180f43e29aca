/**
 * What others wrote, made harmless to read: links that do not link, invisible characters that are
 * seen, names that look like other names marked as such. All input here is attacker-controlled.
 */

/** A stretch of text, or one character that would otherwise not be seen. */
export type Piece = { readonly text: string } | { readonly odd: string }

// Controls, joiners, direction marks and overrides, tags, and what else has no ink of its own.
const ODD =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\p{M}{4,}|[\ud800-\udfff]/gu
const PLAIN = new Set(['\n', '\t'])

/** Splits a text where a character would hide, turn or stack what stands around it. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(ODD)) {
    if (PLAIN.has(match[0])) continue
    if (match.index > from) found.push({ text: text.slice(from, match.index) })
    found.push({ odd: codePoint(match[0]) })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}

// What nearly every text is made of: nothing in it hides, turns or looks like something else.
const ORDINARY =
  /^[\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u22ff\u25a0-\u25ff\u3001-\u303f\u4e00-\u9fff\uff01-\uff60]*$/

/**
 * A text as plain characters, for places that hold no marks, such as labels and titles: what would
 * hide or turn is written out, and words that mix alphabets carry ▲.
 */
export function inert(text: string): string {
  if (ORDINARY.test(text)) return text
  return lookAlikes(pieces(text))
    .map((piece) =>
      'odd' in piece ? piece.odd : 'mixed' in piece ? `${piece.mixed}▲` : piece.text,
    )
    .join('')
}

/** A word whose letters are of alphabets that look alike. */
export type Marked = Piece | { readonly mixed: string; readonly scripts: readonly string[] }

// Han stands beside Latin in honest names; these do not stand within one word.
const ALIKE = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee'].map(
  (name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const,
)
const OTHER_ALPHABET =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u

/** Sets apart the words that mix alphabets. */
export function lookAlikes(all: readonly Piece[]): readonly Marked[] {
  return all.flatMap((piece): readonly Marked[] => {
    if ('odd' in piece || !OTHER_ALPHABET.test(piece.text)) return [piece]
    return piece.text.split(/([\p{L}\p{M}\p{N}]+)/u).map((word): Marked => {
      const scripts = ALIKE.filter(([, script]) => script.test(word)).map(([name]) => name)
      return scripts.length > 1 ? { mixed: word, scripts } : { text: word }
    })
  })
}

/** `U+202E`, for the first code point of a text. */
function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/**
 * Writes an indicator so that nothing makes a link of it and nobody opens it by mistake:
 * `hxxps://login[.]example/path`.
 */
export function defang(value: string): string {
  const scheme = value.match(/^([a-z][a-z0-9+.-]*):\/\//i)?.[0] ?? ''
  const rest = value.slice(scheme.length)
  const end =
    scheme === '' ? rest.length : (rest.search(/[/?#]/) + rest.length + 1) % (rest.length + 1)
  const host = rest.slice(0, end).replaceAll('.', '[.]').replaceAll('@', '[@]')
  return scheme.replace(/^http/i, 'hxxp').replace(/^ftp/i, 'fxp') + host + rest.slice(end)
}

/** Whether a text is written like a domain, address, URL, mail address or hash, and nothing else. */
export function isIndicator(text: string): boolean {
  return (
    text.length < 5000 &&
    /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|[^\s@]+@[^\s@]+|(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,}|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?|[0-9a-f]*:[0-9a-f:.]+(?:\/\d+)?|[0-9a-f]{32,128})$/iu.test(
      text,
    )
  )
}

/** Makes every address within a longer text harmless; the rest stays as it is. */
export function defangWithin(text: string): string {
  if (isIndicator(text) && /\.|@|:\/\//.test(text)) return defang(text)
  return text
    .replace(/\b(https?|ftp):\/\/[^\s'"<>\]]+/gi, (url) => defang(url))
    .replace(/'((?:[a-z0-9-]+\.)+[a-z0-9-]{2,})'/gi, (_, host: string) => `'${defang(host)}'`)
}

/** What a reader should know of a name before believing it. */
export interface NameMarks {
  /** The name in its own letters, when it came as punycode. */
  readonly unicode?: string
  /** Scripts that stand mixed within one label, which no honest name needs. */
  readonly mixed?: readonly string[]
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Han', 'Armenian', 'Cherokee', 'Arabic', 'Hebrew']
const OF_SCRIPT = SCRIPTS.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)

/** Looks for punycode, and for labels that mix scripts. */
export function nameMarks(value: string): NameMarks {
  const host = value
    .slice(0, 2000)
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .split(/[/?#]/, 1)[0]
  const labels = (host ?? '').split(/([.@:\s]+)/)
  const decoded = labels.map((label) =>
    /^xn--/i.test(label) ? (punycode(label.slice(4)) ?? label) : label,
  )
  const mixed = decoded.map(scriptsOf).find((scripts) => scripts.length > 1)
  const isEncoded = decoded.some((label, i) => label !== labels[i])
  return {
    ...(isEncoded && { unicode: decoded.join('').slice(0, 200) }),
    ...(mixed !== undefined && { mixed }),
  }
}

function scriptsOf(label: string): string[] {
  return OF_SCRIPT.flatMap(([name, pattern]) => (pattern.test(label) ? [name] : []))
}

/** RFC 3492, section 6.2; undefined for what is no punycode. */
export function punycode(input: string): string | undefined {
  const split = input.lastIndexOf('-')
  const output = [...input.slice(0, Math.max(0, split))].map((c) => c.charCodeAt(0))
  let [n, i, bias] = [128, 0, 72]
  for (let at = split + 1; at < input.length; ) {
    const before = i
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = digitOf(input.charCodeAt(at++))
      if (digit === undefined) return undefined
      i += digit * weight
      const threshold = k <= bias ? 1 : Math.min(26, k - bias)
      if (digit < threshold) break
      weight *= 36 - threshold
      if (i > 0x10ffff * 64) return undefined
    }
    const length = output.length + 1
    bias = adapt(i - before, length, before === 0)
    n += Math.floor(i / length)
    i %= length
    if (n > 0x10ffff) return undefined
    output.splice(i++, 0, n)
  }
  return String.fromCodePoint(...output)
}

function digitOf(code: number): number | undefined {
  if (code >= 48 && code <= 57) return code - 22
  const letter = code | 32
  return letter >= 97 && letter <= 122 ? letter - 97 : undefined
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(isFirst ? delta / 700 : delta / 2)
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35)
  return k + Math.floor((36 * rest) / (rest + 38))
}
