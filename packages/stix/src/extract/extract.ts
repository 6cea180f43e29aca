import { findIpv6, findMacs } from './find-colons.ts'
import { findEmails } from './find-emails.ts'
import { findPaths, findRegistryKeys } from './find-paths.ts'
import { findUrls } from './find-urls.ts'
import { findWords } from './find-words.ts'
import type { Extraction, ExtractOptions, Finding, Warning } from './finding.ts'
import { DEFANGED, JOINED, Lines, type MappedText, verbatim } from './mapped-text.ts'
import { refangText } from './refang-text.ts'
import { type Hit, Scan } from './scan.ts'
import { isWellKnown } from './well-known.ts'

const MAX_LENGTH = 16_777_216

/**
 * Finds observables in running text: addresses, domain names, URLs, e-mail and hardware addresses,
 * hashes, files and paths, registry keys, AS numbers, CVE ids and Bitcoin addresses, defanged or
 * not, in English, Chinese or any other language. Time grows with the text, whatever it holds.
 *
 * @param text - attacker-controlled
 *
 * @example
 * extractFromText('见 hxxps://evil[.]example.org/a 和 203.0.113.7').findings
 */
export function extractFromText(text: string, options: ExtractOptions = {}): Extraction {
  return extractFrom(text, verbatim, options)
}

/**
 * As {@link extractFromText}, for a source that is first made into running text.
 *
 * @param read - makes the text of what is read of the source; keeps where its parts came from
 */
export function extractFrom(
  source: string,
  read: (source: string) => MappedText,
  options: ExtractOptions,
): Extraction {
  const length = options.maxLength ?? MAX_LENGTH
  const within = source.length > length ? source.slice(0, length) : source
  const made = refangText(read(within))
  const scan = new Scan(made.text, options)
  findUrls(scan)
  findRegistryKeys(scan)
  findPaths(scan)
  findEmails(scan)
  findMacs(scan)
  findIpv6(scan)
  findWords(scan)
  const lines = new Lines(within)
  const findings = scan.hits
    .toSorted((a, b) => a.from - b.from)
    .map((hit) => placed(hit, made, within, lines, options))
  return { findings, truncated: scan.full || within.length < source.length }
}

function placed(
  hit: Hit,
  made: MappedText,
  source: string,
  lines: Lines,
  options: ExtractOptions,
): Finding {
  const { kind, value, algorithm, from, to } = hit
  const offset = made.start(from)
  const end = made.end(to)
  const changes = made.changes(from, to)
  return {
    kind,
    value,
    ...(algorithm === undefined ? {} : { algorithm }),
    raw: source.slice(offset, end),
    offset,
    end,
    ...lines.place(offset),
    defanged: hit.defanged === true || (changes & DEFANGED) !== 0,
    warnings: warningsFor(hit, changes, options),
  }
}

function warningsFor(hit: Hit, changes: number, options: ExtractOptions): readonly Warning[] {
  const { kind, value } = hit
  const isDefanged = (changes & DEFANGED) !== 0
  // Nobody defangs a file's name or the end of a sentence.
  const codes = (hit.warnings ?? []).filter(
    (code) => !isDefanged || (code !== 'file-or-domain' && code !== 'sentence-end'),
  )
  const warnings: Warning[] = codes.map((code) => ({ code }))
  if ((changes & JOINED) !== 0) warnings.push({ code: 'joined-lines' })
  if (isWellKnown(kind, value)) warnings.push({ code: 'well-known' })
  for (const list of options.warninglists ?? []) {
    if (list.covers(kind, value)) warnings.push({ code: 'listed', list: list.name })
  }
  return warnings
}

/** Each value once, where it first stands, in the order of the source. */
export function uniqueFindings(findings: Iterable<Finding>): readonly Finding[] {
  const first = new Map<string, Finding>()
  for (const finding of findings) {
    const key = `${finding.kind} ${finding.value}`
    if (!first.has(key)) first.set(key, finding)
  }
  return [...first.values()]
}
