import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// Where Debian's golang-golang-x-mod-dev puts sources; another place may be named by GOPATH.
const GOPATH = process.env.GOPATH ?? '/usr/share/gocode'
const ENV = { ...process.env, GOPATH, GO111MODULE: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' }

/** Why the checks with Go's libraries can't run here, or `undefined` when they can. */
export function whyNoGo(): string | undefined {
  if (spawnSync('go', ['version'], { env: ENV }).status !== 0) return 'Go is not installed'
  const library = path.join(GOPATH, 'src/golang.org/x/mod/sumdb/note')
  return existsSync(library) ? undefined : 'golang.org/x/mod is not in GOPATH'
}

/** Compiles `go/check-log.go` into a folder and returns the program's path. */
export function buildGoCheck(folder: string): string {
  const program = path.join(folder, 'check-log')
  const source = path.join(import.meta.dirname, 'go/check-log.go')
  const built = spawnSync('go', ['build', '-o', program, source], { env: ENV, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(built.stderr)
  return program
}

/** Runs the program over files that are written below a folder first. */
export function runGoCheck(
  program: string,
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): { readonly isGood: boolean; readonly said: string } {
  for (const [name, data] of files) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, data)
  }
  const run = spawnSync(program, [folder], { encoding: 'utf8' })
  return { isGood: run.status === 0, said: `${run.stdout}${run.stderr}` }
}
