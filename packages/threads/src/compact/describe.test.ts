import { expect, test } from 'vitest'
import { describeTerms } from './describe.ts'
import { COMPACT_TEMPLATES } from './templates.ts'
import { NO_TERMS } from './terms.ts'

test('every term of every template has a label and a value in both languages', () => {
  for (const { terms } of COMPACT_TEMPLATES) {
    const lines = describeTerms({ ...NO_TERMS, ...terms })
    expect(lines.length).toBeGreaterThan(8)
    for (const { path, label, value } of lines) {
      expect([label.en, label.zh, value.en, value.zh], path).not.toContain('')
      expect(value.en, path).not.toMatch(/[{}[\]]/)
      expect(label.en, path).not.toMatch(/^terms\./)
    }
  }
})

test('spans, ladders and lists read as people say them', () => {
  const csirt = COMPACT_TEMPLATES.find(({ id }) => id === 'csirt')
  const lines = describeTerms({ ...NO_TERMS, ...csirt?.terms })
  const of = (path: string) => lines.find((line) => line.path === path)?.value
  expect(of('requests.urgency.u0.acknowledge')).toEqual({ en: '1 h', zh: '1小时' })
  expect(of('requests.urgency.u1.ladder')?.en).toBe('policy contact after 24 h')
  expect(of('requests.types')?.zh).toContain('、')
})
