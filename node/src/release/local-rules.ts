import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Json, ok, parseStrictJson, type Result, refuse } from '@concert/core'
import { errnoOf } from '../files/atomic-file.ts'
import { joinLaws, type LawRule, readLaw } from './rules/law.ts'
import { readWarninglist, type Warninglist } from './rules/warninglist.ts'

const MAX_FILES = 500
const MAX_FILE_BYTES = 64 << 20

/** What the operator has written: laws and warning lists. */
export interface LocalRules {
  readonly laws: readonly LawRule[]
  readonly warninglists: readonly Warninglist[]
}

/**
 * The rules in the desk's folder. A file is read again when it has changed; one that can't be
 * understood stops every release, for nobody knows what it was to forbid.
 */
export class LocalRulesFolder {
  readonly #folder: string
  readonly #read = new Map<string, { readonly stamp: string; readonly value: unknown }>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns the rules, or `release-rules` with the file and the place in it */
  async load(): Promise<Result<LocalRules, 'release-rules'>> {
    const laws = await this.#loadAll('laws', readLaw)
    if (!laws.ok) return laws
    const joined = joinLaws(laws.value)
    if (!joined.ok) return refuse('release-rules', `laws: ${joined.at}`)
    const warninglists = await this.#loadAll('warninglists', readWarninglist)
    return warninglists.ok
      ? ok({ laws: joined.value, warninglists: warninglists.value })
      : warninglists
  }

  async #loadAll<T>(
    kind: string,
    read: (file: Json) => Result<T, 'malformed'>,
  ): Promise<Result<readonly T[], 'release-rules'>> {
    const folder = join(this.#folder, kind)
    const names = (await readdir(folder).catch(absentIsEmpty)).filter((name) =>
      name.endsWith('.json'),
    )
    if (names.length > MAX_FILES) return refuse('release-rules', kind)
    const values: T[] = []
    for (const name of names.toSorted()) {
      const value = await this.#load(join(folder, name), read)
      if (!value.ok) return refuse('release-rules', `${kind}/${name}: ${value.at ?? ''}`)
      values.push(value.value)
    }
    return ok(values)
  }

  async #load<T>(path: string, read: (file: Json) => Result<T, 'malformed'>): Promise<Result<T>> {
    const { mtimeMs, size, ino } = await stat(path)
    const stamp = `${mtimeMs} ${size} ${ino}`
    const known = this.#read.get(path)
    if (known?.stamp === stamp) return ok(known.value as T)
    if (size > MAX_FILE_BYTES) return refuse('malformed', 'size')
    const json = parseStrictJson(await readFile(path))
    if (!json.ok) return refuse('malformed', `byte ${json.offset}`)
    const value = read(json.value)
    if (value.ok) this.#read.set(path, { stamp, value: value.value })
    return value
  }
}

function absentIsEmpty(error: unknown): string[] {
  if (errnoOf(error) === 'ENOENT') return []
  throw error
}
