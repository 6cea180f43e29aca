import { readFile, stat } from 'node:fs/promises'
import { isErrno } from '../files/atomic-file.ts'

/** A line that is not a node's id; `at` is its place, such as `nodes.txt:3`. */
export interface NodeLineRefusal {
  readonly ok: false
  readonly code: 'malformed'
  readonly at: string
}

/** What {@link TrustedNodes} reads. */
export interface TrustedNodesOptions {
  /** Text file with one node id a line; empty lines and lines that begin with `#` are left out. */
  readonly path: string
  /** Ids that count whatever the file says. */
  readonly always: readonly string[]
  onRefused(refused: NodeLineRefusal): void
}

const NODE = /^[0-9a-f]{64}$/

/** The nodes that a mailbox serves, from a file that may change while it runs. */
export class TrustedNodes {
  readonly #options: TrustedNodesOptions
  #stamp = ''
  #nodes: ReadonlySet<string> = new Set()

  constructor(options: TrustedNodesOptions) {
    this.#options = options
  }

  /** Whether a node is listed, as of the last {@link refresh}. */
  has(node: string): boolean {
    return this.#nodes.has(node)
  }

  /** Reads the file if it has changed. */
  async refresh(): Promise<void> {
    const stamp = await this.#stampOf()
    if (stamp === this.#stamp) return
    const { path, always, onRefused } = this.#options
    const text = stamp === 'none' ? '' : await readFile(path, 'utf8')
    const named = always.map((node, i) => [`nodes[${i}]`, node] as const)
    const lines = text.split(/\r?\n/).map((line, i) => [`nodes.txt:${i + 1}`, line.trim()] as const)
    const meant = lines.filter(([, line]) => line !== '' && !line.startsWith('#'))
    const nodes = new Set<string>()
    for (const [at, node] of [...named, ...meant]) {
      if (NODE.test(node)) nodes.add(node)
      else onRefused({ ok: false, code: 'malformed', at })
    }
    this.#nodes = nodes
    this.#stamp = stamp
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
