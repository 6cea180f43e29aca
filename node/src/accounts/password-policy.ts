/** Why a password is not taken. */
export type PasswordFault =
  | 'password-short'
  | 'password-long'
  | 'password-simple'
  | 'password-personal'

/** Fewest and most characters. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const

const FEWEST_DIFFERENT = 6

/** What lists of leaked passwords are full of, in any case and with any digits around it. */
const COMMON =
  /^[^a-z]*(?:password|passw0rd|qwerty|qwertyuiop|letmein|welcome|administrator|admin|iloveyou|changeme|abcdefgh|woaini|mima|concert)+[^a-z]*$/i

/** Runs such as `123456789012` or `abcdefghijkl`, up or down, or one character again and again. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((char, i) => char.charCodeAt(0) - text.charCodeAt(i))
  const even = steps.filter((step) => step === steps[0] || Math.abs(step) === 9).length
  return steps.length > 0 && Math.abs(steps[0] ?? 9) <= 1 && even === steps.length
}

/** The form in which passwords are compared: what two keyboards write alike is alike (NFKC). */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/**
 * Judges a new password by what NIST SP 800-63B asks: long, not common, nothing of the person's own
 * names; no rules about kinds of characters.
 *
 * @param personal - name, mail address and node, whose parts may not be the password
 */
export function passwordFault(
  given: string,
  personal: readonly string[],
): PasswordFault | undefined {
  const password = normalPassword(given)
  const chars = [...password]
  if (chars.length < PASSWORD_LENGTH.min) return 'password-short'
  if (chars.length > PASSWORD_LENGTH.max) return 'password-long'
  if (new Set(chars).size < FEWEST_DIFFERENT || COMMON.test(password) || isRun(password)) {
    return 'password-simple'
  }
  return isPersonal(password.toLowerCase(), personal) ? 'password-personal' : undefined
}

/** Whether a person's own words make up more than half of a password. */
function isPersonal(password: string, personal: readonly string[]): boolean {
  const words = personal.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  const known = words.filter((word) => word.length >= 2).toSorted((a, b) => b.length - a.length)
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), password)
  return rest.length * 2 < password.length
}
