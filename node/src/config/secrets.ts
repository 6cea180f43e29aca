import { fromUtf8 } from '@concert/core'
import { readPrivateFile } from '../files/private-file.ts'
import { type Fault, fault } from '../i18n/faults.ts'
import type { Secrets } from './config.ts'
import type { Environment } from './environment.ts'
import { faultOfFile } from './file-faults.ts'

const VARIABLE = 'CONCERT_DATABASE_URL'
const FILE_VARIABLE = 'CONCERT_DATABASE_URL_FILE'
const MAX_BYTES = 8192

/** Secrets and what is wrong with them; faults never quote a secret. */
export interface ReadSecrets {
  readonly secrets: Secrets
  readonly faults: readonly Fault[]
}

/** Reads the database URL from its variable, or from the private file that a variable names. */
export async function readSecrets(env: Environment): Promise<ReadSecrets> {
  const direct = env[VARIABLE] || undefined
  const path = env[FILE_VARIABLE] || undefined
  if (direct !== undefined && path !== undefined) {
    return { secrets: {}, faults: [fault('database-url-twice', FILE_VARIABLE, {})] }
  }
  if (path !== undefined) return readUrlFile(path)
  return direct === undefined ? { secrets: {}, faults: [] } : checked(direct, VARIABLE)
}

async function readUrlFile(path: string): Promise<ReadSecrets> {
  const read = await readPrivateFile(path, MAX_BYTES)
  const where = `${FILE_VARIABLE} (${path})`
  if (!read.ok) return { secrets: {}, faults: [faultOfFile(read, where)] }
  return checked((fromUtf8(read.value) ?? '').trim(), where)
}

function checked(databaseUrl: string, where: string): ReadSecrets {
  const url = URL.parse(databaseUrl)
  if (url?.protocol !== 'postgres:' && url?.protocol !== 'postgresql:') {
    return { secrets: {}, faults: [fault('database-url-form', where, {})] }
  }
  return { secrets: { databaseUrl }, faults: [] }
}
