import { expect, test } from 'vitest'
import { fault } from '../i18n/faults.ts'
import { reportFaults } from './report-faults.ts'

const faults = [
  fault('too-large', 'listen.port', { limit: 65_535 }),
  fault('unknown-key-near', 'a\u001b[2J', { nearest: 'log' }),
]

function report(lang: 'en' | 'zh', json: boolean, code: 'config' | 'keys') {
  let err = ''
  const output = { write: (text: string) => (err += text) }
  const context = { lang, json, err: output, dataDir: '/d' }
  expect(reportFaults(context, { ok: false, code, faults })).toBe(4)
  return err
}

test('every fault has a line with its place, its sentence and its code', () => {
  expect(report('en', false, 'config').split('\n')).toEqual([
    'Error [config]: The configuration in /d has faults (2):',
    '  listen.port: The value must be at most 65535. [too-large]',
    '  a\ufffd[2J: There is no such setting. Did you mean log? [unknown-key-near]',
    '',
  ])
  expect(report('zh', false, 'keys')).toContain('  listen.port: 值不得大于 65535。 [too-large]')
})

test('a program gets both languages', () => {
  const { error } = JSON.parse(report('en', true, 'keys'))
  expect(error.code).toBe('keys')
  expect(error.zh).toContain('/d/keys')
  expect(error.faults[0]).toEqual({
    code: 'too-large',
    at: 'listen.port',
    en: 'The value must be at most 65535.',
    zh: '值不得大于 65535。',
  })
})
