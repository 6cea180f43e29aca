import { type Static, Type } from 'typebox'
import { LANGUAGES } from '../i18n/language.ts'
import { LOG_LEVELS } from './config.ts'

const closed = { additionalProperties: false } as const
const port = (minimum: number) => Type.Integer({ minimum, maximum: 65_535 })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** What `concert.json` may hold. Forms that a schema cannot explain are checked in `rules.ts`. */
export const ConfigFileSchema = Type.Object(
  {
    host: text(260),
    names: Type.Object({ en: text(120), zh: text(120) }, closed),
    economy: text(2),
    listen: Type.Optional(
      Type.Object({ host: Type.Optional(text(255)), port: Type.Optional(port(1)) }, closed),
    ),
    url: Type.Optional(text(300)),
    admin: Type.Optional(
      Type.Object({ host: Type.Optional(text(255)), port: Type.Optional(port(0)) }, closed),
    ),
    store: Type.Optional(
      Type.Object(
        {
          engine: Type.Optional(Type.Enum(['sqlite', 'postgres'])),
          maxBytes: Type.Optional(
            Type.Integer({ minimum: 1 << 20, maximum: Number.MAX_SAFE_INTEGER }),
          ),
        },
        closed,
      ),
    ),
    witnesses: Type.Optional(
      Type.Array(Type.Object({ name: text(100), vkey: text(3000), url: text(300) }, closed), {
        maxItems: 32,
      }),
    ),
    quorum: Type.Optional(Type.Unsafe<number | string>(Type.Any())),
    log: Type.Optional(
      Type.Object(
        {
          batchMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 60_000 })),
        },
        closed,
      ),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          parcelBytes: Type.Optional(Type.Integer({ minimum: 65_536, maximum: 1 << 28 })),
          inflatedBytes: Type.Optional(Type.Integer({ minimum: 65_536, maximum: 1 << 30 })),
          bodyMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 600_000 })),
          requestsPerMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
          parcelsInFlight: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
        },
        closed,
      ),
    ),
    level: Type.Optional(Type.Enum([...LOG_LEVELS])),
    lang: Type.Optional(Type.Enum([...LANGUAGES])),
  },
  closed,
)

/** A configuration whose shape is right; defaults are not filled in yet. */
export type ConfigFile = Static<typeof ConfigFileSchema>
