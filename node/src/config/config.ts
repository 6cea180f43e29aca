import type { Bilingual, Language } from '../i18n/language.ts'

/** The engines behind the store. */
export type StoreEngine = 'sqlite' | 'postgres'

/** Log levels, as pino names them. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A witness that cosigns this node's checkpoints. */
export interface WitnessConfig {
  readonly name: string
  /** `name+keyid+base64`, as in C2SP signed-note. */
  readonly vkey: string
  /** Where `add-checkpoint` is asked for. */
  readonly url: string
}

/** A mailbox that this node leaves parcels with and polls. */
export interface MailboxConfig {
  readonly name: string
  /** `name+keyid+base64` of type 01, as in C2SP signed-note: the key that signs tenders. */
  readonly vkey: string
  /** Prefix of its routes, without a slash at the end. */
  readonly url: string
}

/** How the node uses its mailboxes. */
export interface MailboxSettings {
  /** How long an envelope waits for a receipt before it is lodged, in milliseconds. */
  readonly silentMs: number
  /** Time between two rounds of polling and lodging, in milliseconds. */
  readonly pollMs: number
}

/** How the TAXII server learns of client certificates. */
export interface TaxiiSettings {
  /** Header in which one of `listen.proxies` tells the SHA-256 of the certificate that it checked. */
  readonly certificateHeader?: string
  readonly tls?: TaxiiTlsSettings
}

/** A listener of its own for TAXII, on which the node ends TLS itself and asks for certificates. */
export interface TaxiiTlsSettings {
  readonly host: string
  readonly port: number
  /** Absolute paths: of its certificate and key, PEM. */
  readonly certificate: string
  readonly key: string
  /** Whether clients may come without a certificate. */
  readonly clients: 'accept' | 'require'
  /** Absolute path of authorities, PEM; without, only certificates that a token names count. */
  readonly authorities?: string
}

/** How the node reads feeds. */
export interface FeedsSettings {
  /** Networks in CIDR notation that feeds may be on although they are not of the public Internet. */
  readonly allow: readonly string[]
  /** Time between two looks at which feeds are due, in milliseconds. */
  readonly checkMs: number
}

/** Bounds on what the node takes in. */
export interface Limits {
  /** Largest sealed parcel, in bytes. */
  readonly parcelBytes: number
  /** Largest inflated content of one parcel, in bytes. */
  readonly inflatedBytes: number
  /** Longest time that the body of a request may take, in milliseconds. */
  readonly bodyMs: number
  /** Most requests from one address in a minute. */
  readonly requestsPerMinute: number
  /** Most parcels under way to one peer at a time. */
  readonly parcelsInFlight: number
}

/** What one peer may bring. */
export interface Quotas {
  /** Most bytes and objects in a day (UTC); the rest waits at the peer until the next. */
  readonly bytesPerDay: number
  readonly objectsPerDay: number
  /** Largest file, and most bytes of its files that are kept here at a time. */
  readonly fileBytes: number
  readonly quarantineBytes: number
}

/** How the node keeps its transparency log. */
export interface LogSettings {
  /** Least time between two checkpoints, in milliseconds; a batch takes what has come by then. */
  readonly batchMs: number
  /** Grow at a steady pace, padded with cover leaves, so that volume tells nothing. */
  readonly steady?: { readonly everyMs: number; readonly leaves: number }
  /** Absolute path of a folder that all processes of the node share, for their watermarks. */
  readonly watermarks?: string
  /** Absolute path of a folder that gets the log as static files, for a web server or a mirror. */
  readonly files?: string
}

/**
 * What a delegate may do at the release desk. Nobody approves what they asked for themselves.
 *
 * - `analyst`: asks for objects to be shared
 * - `release-officer`: approves and rejects
 * - `legal-officer`: approves and rejects what a local law holds back
 * - `duty-officer`: breaks the glass
 */
export const RELEASE_ROLES = [
  'analyst',
  'release-officer',
  'legal-officer',
  'duty-officer',
] as const

/** One of {@link RELEASE_ROLES}. */
export type ReleaseRole = (typeof RELEASE_ROLES)[number]

/** How the release desk works. */
export interface ReleaseSettings {
  /** Who may act at the desk, by name. Without any, rules decide and nothing can be approved. */
  readonly delegates: readonly { readonly name: string; readonly roles: readonly ReleaseRole[] }[]
  /** Absolute path of the folder of local rules: `laws/*.json` and `warninglists/*.json`. */
  readonly folder: string
  /** Hosts and domains of ours that nobody else shall read, in lower case. */
  readonly internalNames: readonly string[]
  /** The finest step of times in redacted objects. */
  readonly times: 'second' | 'minute' | 'hour' | 'day'
  /** How long something waits for a person, in days. */
  readonly reviewDays: number
  /** Most objects to one peer in 24 hours without a person. */
  readonly objectsPerDay: number
  /** Most objects in one go without a person. */
  readonly objectsAtOnce: number
}

/** Signing in with accounts that another system keeps (OpenID Connect). */
export interface OidcSettings {
  /** Base URL of the issuer; its discovery document is below. */
  readonly issuer: string
  readonly clientId: string
  /** Absolute path of a private file with the client's secret. */
  readonly secretFile: string
  /** What the button says. */
  readonly names: Bilingual
}

/** The listener for people: the web console and its routes. */
export interface ConsoleSettings {
  readonly host: string
  readonly port: number
  /** What stands in the browser's address bar, `https://…` or on loopback `http://localhost:…`. */
  readonly origin: string
  /** Absolute paths of certificate and key when no proxy ends TLS in front of it. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** Addresses of the proxies in front, whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[]
  /** Whether a password alone is enough; a passkey or a code of an authenticator app always is. */
  readonly secondFactor: 'required' | 'optional'
  /** How long a session lasts, in hours. */
  readonly sessionHours: number
  /** How long a session lasts without any request, in minutes. */
  readonly idleMinutes: number
  readonly oidc?: OidcSettings
}

/** Which translation service is the operator's own, and what may be given to it. */
export interface LanguagesSettings {
  readonly service?: {
    readonly kind: 'libretranslate'
    readonly url: string
    /** File of mode 0600 with one line, the key of the API. */
    readonly key?: string
    /** What the service calls the languages. */
    readonly codes?: { readonly en?: string; readonly zh?: string }
  }
  /** Without a rule that fits, no text is ever given to the service. */
  readonly rules?: readonly {
    /** The strictest label; TLP:RED never is given away. */
    readonly tlp: 'clear' | 'green' | 'amber' | 'amber+strict'
    /** Ids of compacts; every compact, and none, without it. */
    readonly compacts?: readonly string[]
  }[]
  /** Networks in CIDR notation that the service may be on although they are not public. */
  readonly allow?: readonly string[]
}

/** How notices leave the node. Secrets stand in files of their own, read anew for each message. */
export interface NotificationsSettings {
  /** The party's own mail server. */
  readonly smtp?: {
    readonly host: string
    readonly port: number
    /** `tls` from the first byte, `starttls` required, `none` on loopback only. */
    readonly security: 'tls' | 'starttls' | 'none'
    readonly from: string
    /** File of mode 0600 with one line, `USER:PASSWORD`. */
    readonly credentials?: string
    /** PEM file of certificates that vouch for the server beside those that Node trusts. */
    readonly ca?: string
  }
  readonly webhooks?: readonly {
    readonly name: string
    readonly url: string
    /** File of mode 0600 with one line, `whsec_` and base64: the key that signs. */
    readonly secret: string
    /** Whether drills are told too. */
    readonly drills?: boolean
  }[]
  /** Networks in CIDR notation that webhooks may be on although they are not of the public Internet. */
  readonly allow?: readonly string[]
  /** Time between two looks at what is due, in milliseconds. */
  readonly checkMs?: number
}

/** What a node was told about itself: read once at start, frozen, without any secret. */
export interface Config {
  /** Absolute path of the data folder. */
  readonly dataDir: string
  /** Public name of this node, `host` or `host:port`; part of its identity. */
  readonly host: string
  readonly names: Bilingual
  /** ISO 3166 alpha-2; user-assigned codes (AA, QM to QZ, XA to XZ, ZZ) are allowed. */
  readonly economy: string
  /** Where the public listener binds; TLS ends in front of it. */
  readonly listen: {
    readonly host: string
    readonly port: number
    /** Networks in CIDR notation whose word is taken for whom a request comes from. */
    readonly proxies?: readonly string[]
  }
  /** The web console; there is none when the configuration does not name it. */
  readonly console?: ConsoleSettings
  /** Base URL that peers use: no path, no trailing slash. */
  readonly url: string
  /** Where the operator's listener binds: loopback only. Port 0 takes any free one. */
  readonly admin: { readonly host: string; readonly port: number }
  /** `maxBytes` bounds the database file; SQLite only. */
  readonly store: { readonly engine: StoreEngine; readonly maxBytes?: number }
  readonly witnesses: readonly WitnessConfig[]
  /** How many witnesses a checkpoint needs, or a C2SP tlog-policy text. */
  readonly quorum: number | string
  readonly mailboxes: readonly MailboxConfig[]
  readonly mailbox: MailboxSettings
  /** Time between two looks at the peers' logs, in milliseconds. */
  readonly monitor: { readonly everyMs: number }
  readonly feeds: FeedsSettings
  readonly taxii?: TaxiiSettings
  readonly notifications?: NotificationsSettings
  readonly languages?: LanguagesSettings
  readonly log: LogSettings
  readonly release: ReleaseSettings
  readonly limits: Limits
  readonly quotas: Quotas
  readonly level: LogLevel
  /** Language of what the node itself writes, such as its start-up lines. */
  readonly lang: Language
}

/** What must not be logged or shown. */
export interface Secrets {
  /** Connection string of PostgreSQL, with its password. */
  readonly databaseUrl?: string
}

/** Configuration and secrets, apart. */
export interface Settings {
  readonly ok: true
  readonly config: Config
  readonly secrets: Secrets
}

/** Name of the configuration file in the data folder. */
export const CONFIG_FILE = 'concert.json'
