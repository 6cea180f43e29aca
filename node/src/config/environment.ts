import { utf8 } from '@concert/core'
import { type Fault, fault } from '../i18n/faults.ts'
import { nearest } from '../i18n/nearest.ts'
import { type Path, pathText } from './place.ts'
import { readJson } from './read-json.ts'

/** The process environment, as a value. */
export type Environment = Readonly<Record<string, string | undefined>>

interface Variable {
  readonly name: string
  readonly path: Path
  readonly form: 'text' | 'integer' | 'json' | 'quorum'
}

const VARIABLES: readonly Variable[] = [
  { name: 'CONCERT_HOST', path: ['host'], form: 'text' },
  { name: 'CONCERT_NAME_EN', path: ['names', 'en'], form: 'text' },
  { name: 'CONCERT_NAME_ZH', path: ['names', 'zh'], form: 'text' },
  { name: 'CONCERT_ECONOMY', path: ['economy'], form: 'text' },
  { name: 'CONCERT_LISTEN_HOST', path: ['listen', 'host'], form: 'text' },
  { name: 'CONCERT_LISTEN_PORT', path: ['listen', 'port'], form: 'integer' },
  { name: 'CONCERT_LISTEN_PROXIES', path: ['listen', 'proxies'], form: 'json' },
  { name: 'CONCERT_URL', path: ['url'], form: 'text' },
  { name: 'CONCERT_ADMIN_HOST', path: ['admin', 'host'], form: 'text' },
  { name: 'CONCERT_ADMIN_PORT', path: ['admin', 'port'], form: 'integer' },
  { name: 'CONCERT_CONSOLE_HOST', path: ['console', 'host'], form: 'text' },
  { name: 'CONCERT_CONSOLE_PORT', path: ['console', 'port'], form: 'integer' },
  { name: 'CONCERT_CONSOLE_ORIGIN', path: ['console', 'origin'], form: 'text' },
  {
    name: 'CONCERT_CONSOLE_SECOND_FACTOR',
    path: ['console', 'secondFactor'],
    form: 'text',
  },
  { name: 'CONCERT_STORE_ENGINE', path: ['store', 'engine'], form: 'text' },
  { name: 'CONCERT_STORE_MAX_BYTES', path: ['store', 'maxBytes'], form: 'integer' },
  { name: 'CONCERT_WITNESSES', path: ['witnesses'], form: 'json' },
  { name: 'CONCERT_QUORUM', path: ['quorum'], form: 'quorum' },
  { name: 'CONCERT_MAILBOXES', path: ['mailboxes'], form: 'json' },
  { name: 'CONCERT_MAILBOX_SILENT_MS', path: ['mailbox', 'silentMs'], form: 'integer' },
  { name: 'CONCERT_MAILBOX_POLL_MS', path: ['mailbox', 'pollMs'], form: 'integer' },
  { name: 'CONCERT_MONITOR_EVERY_MS', path: ['monitor', 'everyMs'], form: 'integer' },
  { name: 'CONCERT_FEEDS_ALLOW', path: ['feeds', 'allow'], form: 'json' },
  { name: 'CONCERT_FEEDS_CHECK_MS', path: ['feeds', 'checkMs'], form: 'integer' },
  { name: 'CONCERT_NOTIFICATIONS_SMTP', path: ['notifications', 'smtp'], form: 'json' },
  { name: 'CONCERT_NOTIFICATIONS_WEBHOOKS', path: ['notifications', 'webhooks'], form: 'json' },
  { name: 'CONCERT_NOTIFICATIONS_ALLOW', path: ['notifications', 'allow'], form: 'json' },
  { name: 'CONCERT_NOTIFICATIONS_CHECK_MS', path: ['notifications', 'checkMs'], form: 'integer' },
  { name: 'CONCERT_LANGUAGES_SERVICE', path: ['languages', 'service'], form: 'json' },
  { name: 'CONCERT_LANGUAGES_RULES', path: ['languages', 'rules'], form: 'json' },
  { name: 'CONCERT_LANGUAGES_ALLOW', path: ['languages', 'allow'], form: 'json' },
  { name: 'CONCERT_LOG_BATCH_MS', path: ['log', 'batchMs'], form: 'integer' },
  { name: 'CONCERT_LOG_STEADY', path: ['log', 'steady'], form: 'json' },
  { name: 'CONCERT_LOG_WATERMARKS', path: ['log', 'watermarks'], form: 'text' },
  { name: 'CONCERT_LOG_FILES', path: ['log', 'files'], form: 'text' },
  { name: 'CONCERT_LIMITS_PARCEL_BYTES', path: ['limits', 'parcelBytes'], form: 'integer' },
  { name: 'CONCERT_LIMITS_INFLATED_BYTES', path: ['limits', 'inflatedBytes'], form: 'integer' },
  { name: 'CONCERT_LIMITS_BODY_MS', path: ['limits', 'bodyMs'], form: 'integer' },
  {
    name: 'CONCERT_LIMITS_REQUESTS_PER_MINUTE',
    path: ['limits', 'requestsPerMinute'],
    form: 'integer',
  },
  {
    name: 'CONCERT_LIMITS_PARCELS_IN_FLIGHT',
    path: ['limits', 'parcelsInFlight'],
    form: 'integer',
  },
  { name: 'CONCERT_QUOTAS_BYTES_PER_DAY', path: ['quotas', 'bytesPerDay'], form: 'integer' },
  { name: 'CONCERT_QUOTAS_OBJECTS_PER_DAY', path: ['quotas', 'objectsPerDay'], form: 'integer' },
  { name: 'CONCERT_QUOTAS_FILE_BYTES', path: ['quotas', 'fileBytes'], form: 'integer' },
  {
    name: 'CONCERT_QUOTAS_QUARANTINE_BYTES',
    path: ['quotas', 'quarantineBytes'],
    form: 'integer',
  },
  { name: 'CONCERT_LEVEL', path: ['level'], form: 'text' },
  { name: 'CONCERT_LANG', path: ['lang'], form: 'text' },
]

const ELSEWHERE = ['CONCERT_DATA', 'CONCERT_DATABASE_URL', 'CONCERT_DATABASE_URL_FILE']

// Kubernetes sets these by itself for a service that is called "concert".
const FOREIGN = /^CONCERT_(?:SERVICE_(?:HOST|PORT.*)|PORT(?:_\d+_(?:TCP|UDP).*)?)$/

/** A configuration file with the environment laid over it. */
export interface Overlaid {
  readonly value: unknown
  readonly faults: readonly Fault[]
  /** Names a path by the variable that set it, or by itself. */
  readonly place: (path: Path) => string
}

/** Lays the variables over what the file holds; a variable that is empty counts as unset. */
export function overlayEnvironment(file: unknown, env: Environment): Overlaid {
  const value = structuredClone(file)
  const faults: Fault[] = unknownVariables(env)
  const sources = new Map<string, string>()
  for (const variable of VARIABLES) {
    const text = env[variable.name]
    if (text === undefined || text === '') continue
    const read = readVariable(variable, text)
    if ('code' in read) faults.push(read)
    else if (put(value, variable.path, read.value)) {
      sources.set(pathText(variable.path), variable.name)
    }
  }
  return { value, faults, place: (path) => placeOf(sources, path) }
}

/** The variable that can set a path. */
export function variableOf(path: Path): string | undefined {
  const text = pathText(path)
  return VARIABLES.find((variable) => pathText(variable.path) === text)?.name
}

function placeOf(sources: ReadonlyMap<string, string>, path: Path): string {
  for (let length = path.length; length > 0; length--) {
    const variable = sources.get(pathText(path.slice(0, length)))
    if (variable === undefined) continue
    const rest = path.slice(length)
    const separator = typeof rest[0] === 'string' ? '.' : ''
    return `${variable}${separator}${pathText(rest)}`
  }
  return pathText(path) || '{}'
}

function unknownVariables(env: Environment): Fault[] {
  const known = [...VARIABLES.map((variable) => variable.name), ...ELSEWHERE]
  const faults: Fault[] = []
  for (const name of Object.keys(env).toSorted()) {
    if (!name.startsWith('CONCERT_') || known.includes(name) || FOREIGN.test(name)) continue
    const close = nearest(name, known)
    faults.push(
      close === undefined
        ? fault('unknown-key', name, {})
        : fault('unknown-key-near', name, { nearest: close }),
    )
  }
  return faults
}

function readVariable(variable: Variable, text: string): Fault | { readonly value: unknown } {
  const { name, form } = variable
  const isNumber = /^\d{1,15}$/.test(text)
  if (form === 'text' || (form === 'quorum' && !isNumber)) return { value: text }
  if (form !== 'json') {
    return isNumber ? { value: Number(text) } : fault('not-integer', name, {})
  }
  const read = readJson(utf8(text), name)
  return read.ok ? read : read.fault
}

/** Sets a value; false when something on the way is not an object, a fault found elsewhere. */
function put(root: unknown, path: Path, value: unknown): boolean {
  let target = root
  for (const [i, step] of path.entries()) {
    if (typeof target !== 'object' || target === null || Array.isArray(target)) return false
    const object = target as Record<string | number, unknown>
    if (i === path.length - 1) object[step] = value
    else if (!Object.hasOwn(object, step)) object[step] = {}
    target = object[step]
  }
  return true
}
