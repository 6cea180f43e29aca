import { TLP_LEVELS } from '@concert/envelope'
import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** TLP 2.0 label of a request body. */
export const TLP = { type: 'string', enum: TLP_LEVELS } as const satisfies JSONSchema

/** What to import, and how list entries are to be marked. */
export const IMPORT_BODY = {
  type: 'object',
  required: ['path', 'tlp', 'labels'],
  additionalProperties: false,
  properties: {
    path: { type: 'string', minLength: 1 },
    tlp: TLP,
    labels: { type: 'array', items: { type: 'string' }, maxItems: 20 },
    confidence: { type: 'integer', minimum: 0, maximum: 100 },
  },
} as const satisfies JSONSchema

/** See {@link IMPORT_BODY}. */
export type ImportRequest = FromSchema<typeof IMPORT_BODY>
