import { resolve } from 'node:path'
import { isLoopback, parseHostPort } from './addresses.ts'
import type {
  Config,
  ConsoleSettings,
  LanguagesSettings,
  Limits,
  LogSettings,
  NotificationsSettings,
  Quotas,
  ReleaseSettings,
  Secrets,
  TaxiiSettings,
} from './config.ts'
import type { ConfigFile } from './schema.ts'

/** Port of the public listener when neither the file nor the host says one. */
export const DEFAULT_PORT = 7400

const MINUTE = 60_000

const LIMITS: Limits = {
  parcelBytes: 16 << 20,
  inflatedBytes: 64 << 20,
  bodyMs: 30_000,
  requestsPerMinute: 1200,
  parcelsInFlight: 4,
}

/** What one peer may bring when the file does not say. */
export const QUOTAS: Quotas = {
  bytesPerDay: 64 * 2 ** 30,
  objectsPerDay: 10_000_000,
  fileBytes: 2 ** 30,
  quarantineBytes: 4 * 2 ** 30,
}

/** Fills in the defaults of a checked file and freezes the whole. */
export function resolveConfig(file: ConfigFile, dataDir: string, secrets: Secrets): Config {
  const witnesses = file.witnesses ?? []
  return deepFreeze({
    dataDir,
    host: file.host,
    names: file.names,
    economy: file.economy,
    // A node on a public name is behind something that ends TLS, on the same machine by default.
    listen: { host: '127.0.0.1', port: defaultPort(file.host), ...file.listen },
    url: (file.url ?? defaultUrl(file.host)).replace(/\/$/, ''),
    admin: { host: '127.0.0.1', port: 0, ...file.admin },
    ...(file.console && { console: consoleSettings(file.console, dataDir) }),
    store: {
      engine: secrets.databaseUrl === undefined ? 'sqlite' : 'postgres',
      ...file.store,
    },
    witnesses,
    quorum: file.quorum ?? Math.min(1, witnesses.length),
    mailboxes: file.mailboxes ?? [],
    mailbox: { silentMs: 15 * MINUTE, pollMs: MINUTE, ...file.mailbox },
    ...(file.taxii && { taxii: taxiiSettings(file.taxii, dataDir) }),
    ...(file.languages && { languages: languages(file.languages, dataDir) }),
    ...(file.notifications && { notifications: notifications(file.notifications, dataDir) }),
    monitor: { everyMs: 5 * MINUTE, ...file.monitor },
    feeds: { allow: [], checkMs: 10_000, ...file.feeds },
    log: logSettings(file, dataDir),
    release: releaseSettings(file, dataDir),
    limits: { ...LIMITS, ...file.limits },
    quotas: { ...QUOTAS, ...file.quotas },
    level: file.level ?? 'info',
    lang: file.lang ?? 'en',
  })
}

/** Port of the console when the file does not say. */
const CONSOLE_PORT = 7480

function consoleSettings(
  given: NonNullable<ConfigFile['console']>,
  dataDir: string,
): ConsoleSettings {
  const { tls, oidc, origin, ...rest } = given
  const port = given.port ?? CONSOLE_PORT
  const host = given.host ?? '127.0.0.1'
  // Passkeys belong to a name: browsers give them to `localhost`, never to an address.
  const name = isLoopback(host) ? 'localhost' : host
  return {
    host,
    port,
    origin: (origin ?? `${tls ? 'https' : 'http'}://${name}:${port}`).replace(/\/$/, ''),
    proxies: [],
    secondFactor: 'required',
    sessionHours: 12,
    idleMinutes: 60,
    ...rest,
    ...(tls && {
      tls: { certificate: resolve(dataDir, tls.certificate), key: resolve(dataDir, tls.key) },
    }),
    ...(oidc && { oidc: { ...oidc, secretFile: resolve(dataDir, oidc.secretFile) } }),
  }
}

function taxiiSettings(
  { tls, ...rest }: NonNullable<ConfigFile['taxii']>,
  dataDir: string,
): TaxiiSettings {
  if (tls === undefined) return rest
  const { authorities, ...given } = tls
  return {
    ...rest,
    tls: {
      host: '127.0.0.1',
      clients: 'accept',
      ...given,
      certificate: resolve(dataDir, given.certificate),
      key: resolve(dataDir, given.key),
      ...(authorities !== undefined && { authorities: resolve(dataDir, authorities) }),
    },
  }
}

function logSettings({ log = {} }: ConfigFile, dataDir: string): LogSettings {
  const { watermarks, files, ...rest } = log
  return {
    batchMs: 25,
    ...rest,
    ...(watermarks !== undefined && { watermarks: resolve(dataDir, watermarks) }),
    ...(files !== undefined && { files: resolve(dataDir, files) }),
  }
}

function languages(
  { service, ...rest }: NonNullable<ConfigFile['languages']>,
  dataDir: string,
): LanguagesSettings {
  if (!service) return rest
  const key = service.key && { key: resolve(dataDir, service.key) }
  return { ...rest, service: { ...service, ...key } }
}

function notifications(
  { smtp, webhooks, ...rest }: NonNullable<ConfigFile['notifications']>,
  dataDir: string,
): NotificationsSettings {
  const inside = (path: string) => resolve(dataDir, path)
  return {
    ...rest,
    ...(smtp && {
      smtp: {
        ...smtp,
        ...(smtp.credentials && { credentials: inside(smtp.credentials) }),
        ...(smtp.ca && { ca: inside(smtp.ca) }),
      },
    }),
    ...(webhooks && {
      webhooks: webhooks.map((webhook) => ({ ...webhook, secret: inside(webhook.secret) })),
    }),
  }
}

/** How the release desk works when the file does not say. */
export const RELEASE_DEFAULTS: Omit<ReleaseSettings, 'folder'> = {
  delegates: [],
  internalNames: [],
  times: 'hour',
  reviewDays: 7,
  objectsPerDay: 1_000_000,
  objectsAtOnce: 250_000,
}

function releaseSettings({ release = {} }: ConfigFile, dataDir: string): ReleaseSettings {
  const internalNames = release.internalNames?.map((name) => name.toLowerCase()) ?? []
  const folder = resolve(dataDir, release.folder ?? 'release')
  return { ...RELEASE_DEFAULTS, ...release, internalNames, folder }
}

/** The base URL of a host: http on the loopback interface, https elsewhere. */
export function defaultUrl(host: string): string {
  const hostname = parseHostPort(host)?.hostname ?? host
  return `${isLoopback(hostname) ? 'http' : 'https'}://${host}`
}

/** A loopback host listens on the port it names; a public one is reached through a proxy. */
export function defaultPort(host: string): number {
  const parsed = parseHostPort(host)
  if (!parsed || !isLoopback(parsed.hostname)) return DEFAULT_PORT
  return parsed.port ?? 80
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const entry of Object.values(value)) deepFreeze(entry)
  return Object.freeze(value)
}
