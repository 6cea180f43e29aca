import { readFileSync } from 'node:fs'

/** Versions that `concert version` shows. */
export interface VersionInfo {
  readonly version: string
  readonly node: string
}

/** The version of this package, as its manifest says, and that of the runtime. */
export function versionInfo(): VersionInfo {
  // The same two steps up from src/cli and from dist/cli.
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  return { version, node: process.versions.node }
}
