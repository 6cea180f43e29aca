import { expect, test } from 'vitest'
import { COMPACT_TEMPLATES } from './templates.ts'

test.each(COMPACT_TEMPLATES.map(({ id, terms }) => [id, terms] as const))(
  'under %s an object may go with the identity that made it',
  (_id, { intelligence }) => {
    const types = intelligence?.types ?? ['identity']
    expect(types).toContain('identity')
    expect(types).toEqual([...new Set(types)].toSorted())
  },
)
