import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { LANGUAGES } from '../i18n/language.ts'
import { LOG_LEVELS, RELEASE_ROLES } from './config.ts'

const name = { type: 'string', minLength: 1, maxLength: 120 } as const
const hostname = { type: 'string', minLength: 1, maxLength: 255 } as const
const path = { type: 'string', minLength: 1, maxLength: 1000 } as const
const networks = {
  type: 'array',
  maxItems: 100,
  items: { type: 'string', minLength: 1, maxLength: 50 },
} as const
const url = { type: 'string', minLength: 1, maxLength: 300 } as const

/** What `concert.json` may hold. Forms that a schema cannot explain are checked in `rules.ts`. */
export const CONFIG_FILE_SCHEMA = {
  type: 'object',
  required: ['host', 'names', 'economy'],
  additionalProperties: false,
  properties: {
    host: { type: 'string', minLength: 1, maxLength: 260 },
    names: {
      type: 'object',
      required: ['en', 'zh'],
      additionalProperties: false,
      properties: { en: name, zh: name },
    },
    economy: { type: 'string', minLength: 1, maxLength: 2 },
    listen: {
      type: 'object',
      additionalProperties: false,
      properties: {
        host: hostname,
        port: { type: 'integer', minimum: 1, maximum: 65_535 },
        proxies: networks,
      },
    },
    url,
    admin: {
      type: 'object',
      additionalProperties: false,
      properties: { host: hostname, port: { type: 'integer', minimum: 0, maximum: 65_535 } },
    },
    console: {
      type: 'object',
      additionalProperties: false,
      properties: {
        host: hostname,
        port: { type: 'integer', minimum: 1, maximum: 65_535 },
        origin: url,
        tls: {
          type: 'object',
          required: ['certificate', 'key'],
          additionalProperties: false,
          properties: { certificate: path, key: path },
        },
        proxies: {
          type: 'array',
          maxItems: 32,
          items: { type: 'string', minLength: 1, maxLength: 64 },
        },
        secondFactor: { enum: ['required', 'optional'] },
        sessionHours: { type: 'integer', minimum: 1, maximum: 168 },
        idleMinutes: { type: 'integer', minimum: 5, maximum: 1440 },
        oidc: {
          type: 'object',
          required: ['issuer', 'clientId', 'secretFile', 'names'],
          additionalProperties: false,
          properties: {
            issuer: url,
            clientId: { type: 'string', minLength: 1, maxLength: 300 },
            secretFile: path,
            names: {
              type: 'object',
              required: ['en', 'zh'],
              additionalProperties: false,
              properties: { en: name, zh: name },
            },
          },
        },
      },
    },
    store: {
      type: 'object',
      additionalProperties: false,
      properties: {
        engine: { enum: ['sqlite', 'postgres'] },
        maxBytes: { type: 'integer', minimum: 1_048_576, maximum: Number.MAX_SAFE_INTEGER },
      },
    },
    witnesses: {
      type: 'array',
      maxItems: 32,
      items: {
        type: 'object',
        required: ['name', 'vkey', 'url'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 100 },
          vkey: { type: 'string', minLength: 1, maxLength: 3000 },
          url,
        },
      },
    },
    quorum: {},
    mailboxes: {
      type: 'array',
      maxItems: 8,
      items: {
        type: 'object',
        required: ['name', 'vkey', 'url'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 100 },
          vkey: { type: 'string', minLength: 1, maxLength: 3000 },
          url,
        },
      },
    },
    mailbox: {
      type: 'object',
      additionalProperties: false,
      properties: {
        silentMs: { type: 'integer', minimum: 1000, maximum: 604_800_000 },
        pollMs: { type: 'integer', minimum: 1000, maximum: 3_600_000 },
      },
    },
    feeds: {
      type: 'object',
      additionalProperties: false,
      properties: {
        allow: networks,
        checkMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
      },
    },
    languages: {
      type: 'object',
      additionalProperties: false,
      properties: {
        service: {
          type: 'object',
          required: ['kind', 'url'],
          additionalProperties: false,
          properties: {
            kind: { enum: ['libretranslate'] },
            url,
            key: { type: 'string', minLength: 1, maxLength: 1000 },
            codes: {
              type: 'object',
              additionalProperties: false,
              properties: {
                en: { type: 'string', minLength: 1, maxLength: 20 },
                zh: { type: 'string', minLength: 1, maxLength: 20 },
              },
            },
          },
        },
        rules: {
          type: 'array',
          maxItems: 100,
          items: {
            type: 'object',
            required: ['tlp'],
            additionalProperties: false,
            properties: {
              tlp: { enum: ['clear', 'green', 'amber', 'amber+strict'] },
              compacts: {
                type: 'array',
                maxItems: 100,
                items: { type: 'string', minLength: 64, maxLength: 64 },
              },
            },
          },
        },
        allow: {
          type: 'array',
          maxItems: 100,
          items: { type: 'string', minLength: 1, maxLength: 50 },
        },
      },
    },
    notifications: {
      type: 'object',
      additionalProperties: false,
      properties: {
        smtp: {
          type: 'object',
          required: ['host', 'port', 'security', 'from'],
          additionalProperties: false,
          properties: {
            host: hostname,
            port: { type: 'integer', minimum: 1, maximum: 65_535 },
            security: { enum: ['tls', 'starttls', 'none'] },
            from: { type: 'string', minLength: 3, maxLength: 254 },
            credentials: { type: 'string', minLength: 1, maxLength: 1000 },
            ca: { type: 'string', minLength: 1, maxLength: 1000 },
          },
        },
        webhooks: {
          type: 'array',
          maxItems: 16,
          items: {
            type: 'object',
            required: ['name', 'url', 'secret'],
            additionalProperties: false,
            properties: {
              name: { type: 'string', minLength: 1, maxLength: 60 },
              url,
              secret: { type: 'string', minLength: 1, maxLength: 1000 },
              drills: { type: 'boolean' },
            },
          },
        },
        allow: networks,
        checkMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
      },
    },
    monitor: {
      type: 'object',
      additionalProperties: false,
      properties: { everyMs: { type: 'integer', minimum: 1000, maximum: 86_400_000 } },
    },
    taxii: {
      type: 'object',
      additionalProperties: false,
      properties: {
        certificateHeader: { type: 'string', minLength: 1, maxLength: 100 },
        tls: {
          type: 'object',
          required: ['port', 'certificate', 'key'],
          additionalProperties: false,
          properties: {
            host: hostname,
            port: { type: 'integer', minimum: 1, maximum: 65_535 },
            certificate: path,
            key: path,
            clients: { enum: ['accept', 'require'] },
            authorities: path,
          },
        },
      },
    },
    log: {
      type: 'object',
      additionalProperties: false,
      properties: {
        batchMs: { type: 'integer', minimum: 10, maximum: 60_000 },
        steady: {
          type: 'object',
          required: ['everyMs', 'leaves'],
          additionalProperties: false,
          properties: {
            everyMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
            leaves: { type: 'integer', minimum: 1, maximum: 4096 },
          },
        },
        watermarks: { type: 'string', minLength: 1, maxLength: 1000 },
        files: { type: 'string', minLength: 1, maxLength: 1000 },
      },
    },
    release: {
      type: 'object',
      additionalProperties: false,
      properties: {
        delegates: {
          type: 'array',
          maxItems: 1000,
          items: {
            type: 'object',
            required: ['name', 'roles'],
            additionalProperties: false,
            properties: {
              name: { type: 'string', minLength: 1, maxLength: 100 },
              roles: { type: 'array', minItems: 1, maxItems: 4, items: { enum: RELEASE_ROLES } },
            },
          },
        },
        folder: { type: 'string', minLength: 1, maxLength: 1000 },
        internalNames: { type: 'array', maxItems: 1000, items: hostname },
        times: { enum: ['second', 'minute', 'hour', 'day'] },
        reviewDays: { type: 'integer', minimum: 1, maximum: 365 },
        objectsPerDay: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
        objectsAtOnce: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
      },
    },
    limits: {
      type: 'object',
      additionalProperties: false,
      properties: {
        parcelBytes: { type: 'integer', minimum: 65_536, maximum: 268_435_456 },
        inflatedBytes: { type: 'integer', minimum: 65_536, maximum: 1_073_741_824 },
        bodyMs: { type: 'integer', minimum: 100, maximum: 600_000 },
        requestsPerMinute: { type: 'integer', minimum: 1, maximum: 1_000_000 },
        parcelsInFlight: { type: 'integer', minimum: 1, maximum: 64 },
      },
    },
    quotas: {
      type: 'object',
      additionalProperties: false,
      properties: {
        bytesPerDay: { type: 'integer', minimum: 1_048_576, maximum: Number.MAX_SAFE_INTEGER },
        objectsPerDay: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        fileBytes: { type: 'integer', minimum: 1, maximum: 10_485_760_000 },
        quarantineBytes: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      },
    },
    level: { enum: LOG_LEVELS },
    lang: { enum: LANGUAGES },
  },
} as const satisfies JSONSchema

/** A configuration whose shape is right; defaults are not filled in yet. */
export type ConfigFile = Omit<FromSchema<typeof CONFIG_FILE_SCHEMA>, 'quorum'> & {
  readonly quorum?: number | string
}
