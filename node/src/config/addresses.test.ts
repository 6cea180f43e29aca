import { expect, test } from 'vitest'
import { isHostname, isLoopback, isSafeScheme, parseHostPort } from './addresses.ts'

test.each([
  ['cert.example', { hostname: 'cert.example' }],
  ['cert.example:8443', { hostname: 'cert.example', port: 8443 }],
  ['127.0.0.1:7401', { hostname: '127.0.0.1', port: 7401 }],
  ['[::1]:7401', { hostname: '::1', port: 7401 }],
  ['xn--fiqs8s', { hostname: 'xn--fiqs8s' }],
  ['localhost', { hostname: 'localhost' }],
])('%s is a public host', (text, expected) => {
  expect(parseHostPort(text)).toEqual(expected)
})

test.each([
  '',
  'Cert.example',
  'cert.example.',
  'https://cert.example',
  'cert.example:0',
  'cert.example:65536',
  'cert.example:080',
  '::1',
  '[cert.example]',
  'a..b',
  '-a.example',
  '1.2.3',
  '999.0.0.1',
  'a b',
  '中国',
  'a@b',
])('%s is not', (text) => {
  expect(parseHostPort(text)).toBeUndefined()
})

test('loopback is an address or localhost, never a name that looks like one', () => {
  expect(isLoopback('127.8.0.1')).toBe(true)
  expect(isLoopback('::1')).toBe(true)
  expect(isLoopback('localhost')).toBe(true)
  expect(isLoopback('127.0.0.1.evil.example')).toBe(false)
  expect(isLoopback('10.0.0.1')).toBe(false)
  expect(isHostname('a'.repeat(64))).toBe(false)
})

test('http is for loopback alone', () => {
  expect(isSafeScheme(new URL('http://[::1]:1'))).toBe(true)
  expect(isSafeScheme(new URL('http://cert.example'))).toBe(false)
  expect(isSafeScheme(new URL('ftp://127.0.0.1'))).toBe(false)
})
