import { expect } from 'vitest'
import { indicator, indicatorId } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

/** Conditional requests (RFC 9110 §13), which TAXII leaves to HTTP. */
export function conditionalTests(made: Conformance): void {
  const { describe, test } = made
  describe('conditional requests', () => {
    test('RFC 9110 §13: what is known already is 304, until it changes', async () => {
      await made.add(...[1, 2, 3].map((n) => indicator(n)))
      for (const path of ['objects/?limit=2', 'objects/', 'manifest/']) {
        const tag = (await made.ask(made.at + path)).headers.get('etag') ?? ''
        const again = () => made.ask(made.at + path, { headers: { 'if-none-match': tag } })
        expect((await again()).status).toBe(304)
        await made.remove(`objects/${indicatorId(1)}/`)
        expect((await again()).status).toBe(200)
        await made.add(indicator(1))
      }
    })
  })
}
