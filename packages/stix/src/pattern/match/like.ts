/**
 * Compiles the pattern of LIKE (§9.6.1): `%` is any number of characters, `_` is one. A character
 * is a code point. Case matters.
 *
 * @param spend - told how many steps a comparison may take; may throw BoundReached
 */
export function compileLike(
  pattern: string,
  spend: (steps: number) => void,
): (text: string) => boolean {
  if (pattern.includes('_')) {
    return (text) => {
      spend(pattern.length * text.length)
      return matchWild([...pattern], [...text])
    }
  }
  const parts = pattern.split('%')
  const [first = ''] = parts
  if (parts.length === 1) return (text) => text === pattern
  const last = parts.at(-1) ?? ''
  const middle = parts.slice(1, -1).filter((part) => part !== '')
  return (text) => {
    if (text.length < first.length + last.length) return false
    if (!text.startsWith(first) || !text.endsWith(last)) return false
    return holdsInTurn(text, middle, first.length, text.length - last.length)
  }
}

/** The texts, of more than no characters, that everything LIKE the pattern holds. */
export function literalsOfLike(pattern: string): readonly string[] {
  return pattern.split(/[%_]/).filter((part) => part !== '')
}

function holdsInTurn(text: string, parts: readonly string[], from: number, to: number): boolean {
  let at = from
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > to) return false
    at = found + part.length
  }
  return true
}

/** Each `%` first stands for nothing, then for one more character at each failure after it. */
function matchWild(pattern: readonly string[], text: readonly string[]): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '%') {
      star = p++
      resume = t
    } else if (p < pattern.length && (pattern[p] === '_' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '%') p++
  return p === pattern.length
}
