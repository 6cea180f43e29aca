import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { errnoOf } from '../files/atomic-file.ts'
import { type Fault, type Faults, fault } from '../i18n/faults.ts'
import { CONFIG_FILE, type Secrets, type Settings } from './config.ts'
import { type Environment, overlayEnvironment } from './environment.ts'
import { at, type Place } from './place.ts'
import { type ReadJson, readJson } from './read-json.ts'
import { resolveConfig } from './resolve.ts'
import { ruleFaults } from './rules.ts'
import type { ConfigFile } from './schema.ts'
import { readSecrets } from './secrets.ts'
import { shapeFaults } from './shape.ts'

/** What {@link loadSettings} reads. */
export interface SettingsSources {
  /** The data folder; `concert.json` is in it. */
  readonly dataDir: string
  readonly env: Environment
}

/**
 * Reads `concert.json`, lays the environment over it and checks the whole. The file may be missing
 * when the environment says everything that is required.
 *
 * @returns the settings, or every fault of file, environment and secrets together
 */
export async function loadSettings(sources: SettingsSources): Promise<Settings | Faults> {
  const dataDir = resolve(sources.dataDir)
  const { secrets, faults } = await readSecrets(sources.env)
  const path = join(dataDir, CONFIG_FILE)
  const file = await readConfigFile(path)
  if (!file.ok) return refuseAll([file.fault, ...faults])
  const value = file.value ?? {}
  const checked = checkSettings({ dataDir, env: sources.env, file: value, secrets, faults })
  if (checked.ok || file.value !== undefined) return checked
  return refuseAll([fault('file-missing', path, {}), ...checked.faults])
}

/** Parts of a configuration that are about to become one. */
export interface SettingsParts {
  readonly dataDir: string
  readonly env: Environment
  /** The parsed file, unchecked. */
  readonly file: unknown
  readonly secrets: Secrets
  /** Faults found on the way here. */
  readonly faults: readonly Fault[]
}

/** Checks what file and environment say together. */
export function checkSettings(parts: SettingsParts): Settings | Faults {
  const overlaid = overlayEnvironment(parts.file, parts.env)
  const { value, place } = overlaid
  const faults = [
    ...overlaid.faults,
    ...shapeFaults(value, place),
    ...ruleFaults(value, place),
    ...parts.faults,
    ...storeFaults(value, place, parts),
  ]
  if (faults.length > 0) return refuseAll(faults)
  const config = resolveConfig(value as ConfigFile, parts.dataDir, parts.secrets)
  return Object.freeze({ ok: true, config, secrets: Object.freeze({ ...parts.secrets }) })
}

function refuseAll(faults: readonly Fault[]): Faults {
  return { ok: false, code: 'config', faults }
}

async function readConfigFile(path: string): Promise<ReadJson> {
  try {
    return readJson(await readFile(path), path)
  } catch (error) {
    const reason = errnoOf(error)
    if (reason === undefined) throw error
    if (reason === 'ENOENT') return { ok: true, value: undefined }
    return { ok: false, fault: fault('file-unreadable', path, { reason }) }
  }
}

/** The engine and the database URL must agree: a node must not start on the wrong store. */
function storeFaults(value: unknown, place: Place, parts: SettingsParts): Fault[] {
  const engine = at(value, ['store', 'engine'])
  const hasUrl = parts.secrets.databaseUrl !== undefined
  const urlIsFaulty = parts.faults.length > 0
  const where = place(['store', 'engine'])
  if (engine === 'postgres' && !hasUrl && !urlIsFaulty) {
    return [fault('database-url-missing', where, {})]
  }
  if (engine === 'sqlite' && hasUrl) return [fault('database-url-sqlite', where, {})]
  const isPostgres = engine === 'postgres' || hasUrl
  const maxBytes = at(value, ['store', 'maxBytes'])
  if (!isPostgres || maxBytes === undefined) return []
  return [fault('max-bytes-postgres', place(['store', 'maxBytes']), {})]
}
