import { TLP_LEVELS } from '@concert/envelope'
import { type Static, Type } from 'typebox'

/** TLP 2.0 label of a request body. */
export const Tlp = Type.Union(TLP_LEVELS.map((level) => Type.Literal(level)))

/** What to import, and how list entries are to be marked. */
export const ImportBody = Type.Object(
  {
    path: Type.String({ minLength: 1 }),
    tlp: Tlp,
    labels: Type.Array(Type.String(), { maxItems: 20 }),
    confidence: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  },
  { additionalProperties: false },
)

/** See {@link ImportBody}. */
export type ImportRequest = Static<typeof ImportBody>
