import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ok, type Result, refuse } from '@concert/core'
import { type CountryResponse, Reader } from 'mmdb-lib'
import { errnoOf } from '../../files/atomic-file.ts'
import { hostOf } from '../../release/rules/warninglist.ts'

/** The database of countries that an operator puts into the data folder. */
export const ECONOMIES_FILE = 'economies.mmdb'

/** Tells the economy of an address: ISO 3166 alpha-2, or null when it is not known. */
export type FindEconomy = (address: string) => string | null

/** Where economies are looked up, for whoever reads the result. */
export interface EconomySource {
  readonly find: FindEconomy
  readonly name: string
}

interface GeoipCountry {
  lookup(address: string): { readonly country: string } | null
}

/**
 * Opens the operator's own MMDB, or else the package `geoip-country` when it is installed beside
 * the node. Nothing here guesses.
 */
export async function openEconomies(
  dataDir: string,
): Promise<Result<EconomySource, 'no-economies' | 'economies-unreadable'>> {
  const file = await readFile(join(dataDir, ECONOMIES_FILE)).catch(absent)
  if (file) {
    const reader = openReader(file)
    if (!reader) return refuse('economies-unreadable', ECONOMIES_FILE)
    return ok({ find: (address) => codeOf(reader, address), name: ECONOMIES_FILE })
  }
  const installed = optionalPackage()
  if (!installed) return refuse('no-economies', 'data')
  const find = (address: string) => installed.lookup(address)?.country ?? null
  return ok({ find, name: 'geoip-country' })
}

/** The file is the operator's: whatever is in it, it is a refusal and no crash. */
function openReader(file: Buffer): Reader<CountryResponse> | undefined {
  try {
    return new Reader<CountryResponse>(file)
  } catch {
    return undefined
  }
}

function codeOf(reader: Reader<CountryResponse>, address: string): string | null {
  const found = reader.get(address)
  return found?.country?.iso_code ?? found?.registered_country?.iso_code ?? null
}

function optionalPackage(): GeoipCountry | undefined {
  try {
    return createRequire(import.meta.url)('geoip-country') as GeoipCountry
  } catch (error) {
    if (errnoOf(error) === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

function absent(error: unknown): undefined {
  if (errnoOf(error) === 'ENOENT') return undefined
  throw error
}

/** A list, split by who can do something about each target. */
export interface SplitTargets {
  /** Targets by economy, the largest first. */
  readonly economies: readonly { readonly economy: string; readonly targets: readonly string[] }[]
  /** Names without an address, and addresses that the database does not know. */
  readonly unknown: readonly string[]
}

/** Splits targets by the economy of the address that each names. No name is resolved. */
export function splitByEconomy(targets: readonly string[], find: FindEconomy): SplitTargets {
  const groups = new Map<string, string[]>()
  const unknown: string[] = []
  for (const target of targets) {
    const host = hostOf(target)
    const isAddress = host.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)
    const economy = isAddress ? find(host) : null
    if (economy === null) unknown.push(target)
    else {
      const group = groups.get(economy)
      if (group) group.push(target)
      else groups.set(economy, [target])
    }
  }
  const economies = [...groups].map(([economy, members]) => ({ economy, targets: members }))
  return { economies: economies.toSorted((a, b) => b.targets.length - a.targets.length), unknown }
}
