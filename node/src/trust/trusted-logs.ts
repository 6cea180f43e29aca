import { readFile, stat } from 'node:fs/promises'
import type { Refusal, Sha256 } from '@concert/core'
import { canSignAs, type NoteKey, parseVkey } from '@concert/tlog'
import { isErrno } from '../files/atomic-file.ts'

/** A line that is not the vkey of a log; `at` is its number, such as `logs.txt:3`. */
export type LogLineRefusal = Refusal<'malformed' | 'unsupported-key'>

/** What {@link TrustedLogs} reads. */
export interface TrustedLogsOptions {
  readonly sha256: Sha256
  /** Text file with one vkey a line; empty lines and lines that begin with `#` are left out. */
  readonly path: string
  /** Vkeys that are trusted whatever the file says. */
  readonly always: readonly string[]
  /** Told, each time the file is read, of every line that could not be. The others count. */
  onRefused(refused: LogLineRefusal): void
}

/** The logs that a witness of its own cosigns, from a file that may change while it runs. */
export class TrustedLogs {
  readonly #options: TrustedLogsOptions
  #stamp = ''
  #keys: readonly NoteKey[] = []

  constructor(options: TrustedLogsOptions) {
    this.#options = options
  }

  /** Keys that sign for an origin, as of the last {@link refresh}. */
  of(origin: string): readonly NoteKey[] {
    return this.#keys.filter((key) => key.name === origin)
  }

  /** Reads the file if it has changed. A file that is not there trusts nobody. */
  async refresh(): Promise<void> {
    const stamp = await this.#stampOf()
    if (stamp === this.#stamp) return
    const { path, always } = this.#options
    const text = stamp === 'none' ? '' : await readFile(path, 'utf8')
    const named = always.map((vkey, i) => [`logs[${i}]`, vkey] as const)
    const lines = text.split(/\r?\n/).map((line, i) => [`logs.txt:${i + 1}`, line.trim()] as const)
    const meant = lines.filter(([, line]) => line !== '' && !line.startsWith('#'))
    this.#keys = [...named, ...meant].flatMap(([at, vkey]) => this.#parse(at, vkey))
    this.#stamp = stamp
  }

  #parse(at: string, vkey: string): readonly NoteKey[] {
    const key = parseVkey(this.#options.sha256, vkey)
    if (key.ok && canSignAs('log', key.value)) return [key.value]
    const code = key.ok ? 'unsupported-key' : key.code
    this.#options.onRefused({ ok: false, code, at })
    return []
  }

  async #stampOf(): Promise<string> {
    try {
      const { ino, size, mtimeMs, ctimeMs } = await stat(this.#options.path)
      return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return 'none'
      throw error
    }
  }
}
