import { expect, test } from 'vitest'
import { en } from './en.ts'
import { fault, faultSentence } from './faults.ts'
import { chooseLanguage } from './language.ts'
import { editDistance, nearest } from './nearest.ts'
import { type MessageKey, translate } from './translate.ts'
import { zh } from './zh.ts'

const keys = Object.keys(en) as MessageKey[]
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()

test('both catalogs hold the same keys in the same order', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
})

test.each(keys)('%s has the same placeholders and commands in both languages', (key) => {
  expect(placeholders(zh[key])).toEqual(placeholders(en[key]))
  const commands = (text: string) => (text.match(/`[^`]+`/g) ?? []).sort()
  expect(commands(zh[key])).toEqual(commands(en[key]))
})

test.each(keys)('%s is Chinese in Chinese and English in English', (key) => {
  expect(en[key]).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/)
  expect(zh[key]).toMatch(/[\u4e00-\u9fff]|^concert /)
  // Half-width punctuation beside a Chinese character is a slip.
  expect(zh[key]).not.toMatch(/[\u4e00-\u9fff][,:;?!()]|[,:;?!()][\u4e00-\u9fff]/)
})

test('a sentence is filled in, in the language asked for', () => {
  const params = { version: '1.2.3', node: '26.1.0' }
  expect(translate('en', 'version.line', params)).toBe('concert 1.2.3 (Node.js 26.1.0)')
  expect(translate('zh', 'fault.economy')).toContain('ISO 3166')
})

test('a value that looks like a placeholder is not filled in again', () => {
  const found = fault('not-choice', 'level', { choices: '{choices}' })
  expect(faultSentence('en', found)).toBe('The value must be one of: {choices}.')
})

test.each([
  [{ flag: 'en', env: { CONCERT_LANG: 'zh', LC_ALL: 'zh_CN.UTF-8' } }, 'en'],
  [{ env: { CONCERT_LANG: 'zh', LANG: 'en_US.UTF-8' } }, 'zh'],
  [{ env: { CONCERT_LANG: 'fr', LANG: 'zh_CN.UTF-8' } }, 'zh'],
  [{ env: { LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'en_US' } }, 'zh'],
  [{ env: { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' } }, 'en'],
  [{ env: { LANG: 'zh' } }, 'zh'],
  [{ env: { LANG: 'zhx_XX' } }, 'en'],
  [{ env: {} }, 'en'],
] as const)('the language of %j is %s', (sources, lang) => {
  expect(chooseLanguage(sources)).toBe(lang)
})

test('a slip of the fingers finds its word, a foreign word finds none', () => {
  expect(nearest('lisen', ['listen', 'limits', 'url'])).toBe('listen')
  expect(nearest('exprot', ['import', 'export'])).toBe('export')
  expect(nearest('banana', ['listen', 'url'])).toBeUndefined()
  expect(editDistance('ab', 'ba')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
})
