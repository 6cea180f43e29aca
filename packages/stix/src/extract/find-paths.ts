import type { Scan } from './scan.ts'

const REGISTRY =
  /(?<![a-z0-9_])(?:HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG)|HK(?:LM|CU|CR|U|CC)):?\\/gi
const HIVES: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
  HKCC: 'HKEY_CURRENT_CONFIG',
}

const WINDOWS = /(?<![a-z0-9])(?:[a-z]:\\(?!\\)|%[a-z_]{2,30}%\\|\\\\(?=[a-z0-9.-]{1,63}\\))/gi

// Directories at the top of Unix systems and macOS: other slashes are dates, choices and fractions.
const UNIX =
  /(?<![\w./:-])\/(?:bin|boot|data|dev|etc|home|lib|lib64|media|mnt|opt|private|proc|root|run|sbin|sdcard|srv|storage|sys|tmp|usr|var|Applications|Library|System|Users)(?:\/[\w.@%+~-]{1,255}){1,64}\/?/g

// A part of a path on the way: spaces may stand in it, and every script; an extension and a space
// end a path.
const INNER = /(?:(?!\.[a-z0-9]{1,5}\s)[^\\/:*?"<>|\r\n\t,;，；。、]){1,255}\\/iy
// The last part: up to an extension, or else one plain word.
const LAST_WITH_EXTENSION = /[^\\/:*?"<>|\s,;，；。、()（）]{1,200}\.[a-z0-9]{1,8}(?![a-z0-9])/iy
const LAST_WORD = /[\w.$~@{}%+-]{1,255}/y
const MAX_PATH = 4096

/** Finds keys of the Windows registry, with the hive's full name (§6.17). */
export function findRegistryKeys(scan: Scan): void {
  for (const { from, begin, to, start } of pathsAfter(REGISTRY, scan.text)) {
    if (!scan.isFree(from, to)) continue
    const name = start.replace(/:?\\$/, '').toUpperCase()
    const value = `${HIVES[name] ?? name}\\${scan.text.slice(begin, to)}`
    scan.add({ kind: 'windows-registry-key', value, from, to })
  }
}

/** Finds absolute paths of files on Windows, on Unix systems and on shares. */
export function findPaths(scan: Scan): void {
  for (const { from, to } of pathsAfter(WINDOWS, scan.text)) addPath(scan, from, to)
  for (const match of scan.text.matchAll(UNIX)) {
    addPath(scan, match.index, withoutEnd(scan.text, match.index, match.index + match[0].length))
  }
}

interface PathPlace {
  /** What the path starts with, such as `C:\\`. */
  readonly start: string
  readonly from: number
  /** After the start. */
  readonly begin: number
  readonly to: number
}

/** Paths that begin with a pattern. Looks on behind each, so that no place is read twice. */
function* pathsAfter(pattern: RegExp, text: string): Generator<PathPlace, void, undefined> {
  const starts = new RegExp(pattern)
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    const [start] = match
    const begin = match.index + start.length
    const end = endOfPath(text, begin)
    const to = withoutEnd(text, begin, end)
    if (to > begin) yield { start, from: match.index, begin, to }
    starts.lastIndex = Math.max(begin, end)
  }
}

function addPath(scan: Scan, from: number, to: number): void {
  if (!scan.isFree(from, to)) return
  scan.add({ kind: 'file-path', value: scan.text.slice(from, to), from, to })
}

function endOfPath(text: string, begin: number): number {
  const limit = begin + MAX_PATH
  let at = begin
  for (let next = match(INNER, text, at); next > at && at < limit; next = match(INNER, text, at)) {
    at = next
  }
  const withExtension = match(LAST_WITH_EXTENSION, text, at)
  return withExtension > at ? withExtension : match(LAST_WORD, text, at)
}

/** Where a pattern that is tried at one place only ends, or that place. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function withoutEnd(text: string, begin: number, end: number): number {
  let at = end
  while (at > begin && /[.\\-]/.test(text.charAt(at - 1))) at--
  return at
}
