import { expect, test } from 'vitest'
import { guessFormat } from './import-guess.ts'

test('a file is taken for what its name and beginning say', () => {
  expect(guessFormat('a.eml', '')).toBe('email')
  expect(guessFormat('A.CSV', 'x')).toBe('csv')
  expect(guessFormat('a.json', ' {"type":"bundle"')).toBe('auto')
  expect(guessFormat('a.json', '{"response":[{"Event" : {')).toBe('misp')
  expect(guessFormat('a.txt', '# phishing of today\nevil.example\n198.51.100.7\n')).toBe('auto')
  expect(guessFormat('a.txt', 'The actor used evil[.]example.\nSee below.')).toBe('text')
  expect(guessFormat('a.txt', '控制服务器为198.51.100.7')).toBe('text')
  expect(guessFormat('a', '')).toBe('auto')
})
