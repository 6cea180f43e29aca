import { expect } from 'vitest'
import { envelopeOf, indicator, uuidOf } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'

/** §3.6 Errors. */
export function errorTests(made: Conformance): void {
  const { describe, test } = made
  describe('§3.6 errors', () => {
    test('§3.6.1 errors have a title, and http_status is a string equal to the status', async () => {
      const body = envelopeOf([indicator(1)])
      const plain = { 'content-type': 'text/plain' }
      const answers = [
        await made.objects('limit=0'),
        await made.ask(made.at, { token: null }),
        await made.ask(`${made.at}objects/`, { token: 'writer' }),
        await made.ask(`${ROOT}collections/${uuidOf(99)}/`),
        await made.ask(made.at, { method: 'PUT' }),
        await made.ask(made.at, { headers: { accept: 'text/html' } }),
        await made.post(body, { headers: { 'content-length': '999999999999' } }),
        await made.post(body, { headers: plain }),
        await made.post('[]'),
      ]
      expect(answers.map(({ status }) => status)).toEqual([
        ...[400, 401, 403, 404, 405, 406, 413, 415, 422],
      ])
      for (const { status, json } of answers) {
        expect(json).toMatchObject({ http_status: String(status), title: expect.any(String) })
      }
    })

    test('§3.6.1 titles are for people: in Chinese for who asks in Chinese', async () => {
      const headers = { 'accept-language': 'zh-CN' }
      const { json } = await made.ask(`${made.at}objects/?limit=0`, { headers })
      expect(json.title).toMatch(/limit只能出现一次/)
    })
  })
}
