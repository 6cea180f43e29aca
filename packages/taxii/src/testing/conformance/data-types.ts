import { expect } from 'vitest'
import { TAXII_MEDIA_TYPE } from '../../media-type.ts'
import type { Answer } from '../ask.ts'
import { indicator, indicatorId, uuidOf } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'
import { expectTable, TABLES, type TableName } from './tables.ts'

/** §2 Data types, §3.8 Property names, §7.1 Custom properties. */
export function dataTypeTests(made: Conformance): void {
  const { describe, test } = made
  let shown: Promise<readonly Shown[]> | undefined
  const everything = () => {
    shown ??= askForEverything(made)
    return shown
  }
  describe('§2 data types', () => {
    test('§2 identifiers are version 4 UUIDs', async () => {
      const { json } = await made.add(indicator(1))
      const collection = await made.ask(made.at)
      for (const id of [json.id, collection.json.id]) expect(id).toMatch(UUID_4)
    })

    test('§2 no list is empty: keys are left out', async () => {
      const { json } = await made.add({ ...indicator(1), pattern: undefined })
      expect(json.successes).toBeUndefined()
      expect(json.pendings).toBeUndefined()
      const strange = await made.ask(`${ROOT}collections/`, { token: 'stranger' })
      expect(strange.text).toBe('{}')
      for (const path of ['objects/', 'manifest/']) {
        expect((await made.ask(made.at + path)).text).toBe('{}')
      }
      await made.add(indicator(1))
      const one = `${made.at}objects/${indicatorId(1)}/versions/`
      expect((await made.ask(`${one}?match[spec_version]=2.0`)).text).toBe('{}')
      for (const { text } of await everything()) expect(text).not.toMatch(/\[\s*\]/)
    })

    test('§2 booleans and integers are literals, integers of at most 53 bits', async () => {
      const { json } = await made.ask(made.at)
      expect([json.can_read, json.can_write]).toEqual([true, true])
      expect(Number.isSafeInteger((await made.ask(ROOT)).json.max_content_length)).toBe(true)
    })

    test('§2 every text is UTF-8 and comes back as it was', async () => {
      const description = '协奏 “quoted” \u{1F3BC} e\u0301'
      await made.add(indicator(1, { more: { description } }))
      const { json } = await made.objects()
      expect(json.objects?.[0]?.description).toBe(description)
    })

    for (const name of Object.keys(TABLES) as TableName[]) {
      const { section, required } = TABLES[name]
      const properties = required.length > 0 ? `, with ${required.join(', ')}` : ''
      test(`${section} ${name}: the properties of the table and their types${properties}`, async () => {
        const answers = await everything()
        const found = answers.filter((each) => each.table === name)
        expect(found.length).toBeGreaterThan(0)
        for (const { json } of found) expectTable(name, json)
      })
    }

    test('§7.1.1 names of properties: lower-case letters, digits and underscores, 3 to 250', async () => {
      for (const { table, json } of await everything()) {
        if (table === 'envelope') continue
        for (const key of keysIn(json)) {
          if (key !== 'id') expect(key).toMatch(/^[a-z0-9_]{3,250}$/)
        }
      }
    })

    test('§7.1 custom properties of an envelope that is sent are ignored', async () => {
      const body = JSON.stringify({ x_acme_note: { a: [] }, objects: [indicator(1)], x_acme_b: 1 })
      const { status, json } = await made.post(body)
      expect(status).toBe(202)
      expect(json.success_count).toBe(1)
    })
  })
}

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

interface Shown extends Answer {
  readonly table: TableName
}

/** An answer of every kind that there is, each of a status of success but for the error. */
async function askForEverything(made: Conformance): Promise<readonly Shown[]> {
  const many = Array.from({ length: 3 }, (_, n) => indicator(n))
  const bad = { ...indicator(9), pattern: 7 }
  const posted = await made.add(...many, bad)
  const one = `${made.at}objects/${indicatorId(1)}/`
  const urls: readonly (readonly [TableName, string])[] = [
    ['discovery', '/taxii2/'],
    ['api-root', ROOT],
    ['collections', `${ROOT}collections/`],
    ['collection', made.at],
    ['manifest', `${made.at}manifest/?limit=2`],
    ['manifest', `${made.at}manifest/`],
    ['envelope', `${made.at}objects/?limit=2`],
    ['envelope', `${made.at}objects/`],
    ['envelope', one],
    ['versions', `${one}versions/`],
    ['status', `${ROOT}status/${posted.json.id}/`],
    ['error', `${made.at}objects/?limit=0`],
    ['error', `${ROOT}collections/${uuidOf(99)}/`],
  ]
  const answers: Shown[] = [{ ...posted, table: 'status' }]
  for (const [table, url] of urls) {
    const answer = await made.ask(url)
    expect(answer.status === 200).toBe(table !== 'error')
    expect(answer.headers.get('content-type')).toBe(TAXII_MEDIA_TYPE)
    answers.push({ ...answer, table })
  }
  return answers
}

function keysIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)])
}
