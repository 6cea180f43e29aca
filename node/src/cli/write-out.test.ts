import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { writeOut } from './write-out.ts'

test('a writer waits for a slow reader, and leaves no listeners behind', async () => {
  const stream = new PassThrough({ highWaterMark: 8 })
  const listeners = stream.listenerCount('close')
  let isWritten = false
  const written = writeOut(stream, 'more than eight bytes').then(() => {
    isWritten = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isWritten).toBe(false)
  stream.resume()
  await written
  expect([stream.listenerCount('close'), stream.listenerCount('drain')]).toEqual([listeners, 0])
})

test('a stream that breaks ends the wait, and is told at the next write', async () => {
  const stream = new PassThrough({ highWaterMark: 1 })
  stream.on('error', () => {})
  const written = writeOut(stream, 'long')
  stream.destroy(new Error('full'))
  await written
  await expect(writeOut(stream, 'more')).rejects.toThrow('full')
})
