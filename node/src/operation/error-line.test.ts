import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { errorLine } from './error-line.ts'

function lineOf(error: unknown): { readonly err: Readonly<Record<string, unknown>> } {
  const lines: string[] = []
  const out = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line))
      done()
    },
  })
  pino({ serializers: { err: errorLine } }, out).warn({ err: error }, 'witness')
  return JSON.parse(lines[0] ?? '')
}

test('a timeout is told without the constants of its class', () => {
  const { err } = lineOf(new DOMException('too late', 'TimeoutError'))
  expect(Object.keys(err)).toEqual(['type', 'message', 'stack'])
  expect(err).toMatchObject({ type: 'TimeoutError', message: 'too late' })
})

test('of other errors code and cause stay', () => {
  const cause = new Error('below')
  const { err } = lineOf(Object.assign(new Error('above', { cause }), { code: 'store-full' }))
  expect(err).toMatchObject({ type: 'Error', message: 'above: below', code: 'store-full' })
})
