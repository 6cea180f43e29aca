/** Content codings that a body may be sent in (RFC 9110 §8.4.1, RFC 8878), the best first. */
export const CODINGS = ['zstd', 'br', 'gzip'] as const

/** One of {@link CODINGS}. */
export type Coding = (typeof CODINGS)[number]

/**
 * The best coding that the client takes (RFC 9110 §12.5.3).
 *
 * @param header - attacker-controlled
 */
export function chooseCoding(
  header: string | undefined,
  codings: readonly Coding[] = CODINGS,
): Coding | undefined {
  if (header === undefined || header.length > 500) return undefined
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...rest] = part.split(';').map((each) => each.trim())
    const weight = rest.find((each) => each.startsWith('q='))?.slice(2)
    weights.set(name, weight === undefined ? 1 : Number(weight))
  }
  return codings.find((coding) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0)
}
