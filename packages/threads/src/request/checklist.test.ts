import type { JsonObject } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { rootAct } from '../testing/request-table.ts'
import { decodeRequestAct, type RequestRoot } from './acts.ts'
import { checkRequest, evidenceOf } from './checklist.ts'
import { decodeRequestContent, type RequestContent, readRequestContent } from './content.ts'
import * as LABELS from './labels.ts'
import { GBT_CATEGORIES, gbtCategory, isRsitType, RSIT, RSIT_CLASSES, rsitOf } from './rsit.ts'
import { TEMPLATES } from './templates.ts'
import { REQUEST_TEMPLATES } from './words.ts'

const text = (words: string) => ({
  original: { lang: 'en', text: words },
  translation: { lang: 'zh', text: words, by: 'human', reviewer: null },
  authoritative: 'both',
})

function act(change: object = {}): RequestRoot {
  const read = decodeRequestAct('request.request', rootAct(change))
  if (!read.ok) throw new Error(read.at)
  return read.value
}

function content(change: object = {}): RequestContent {
  const whole = {
    title: text('Title'),
    description: null,
    harm: text('Harm'),
    recipient: null,
    on_behalf_of: null,
    authorisers: [],
    questions: [],
    facts: { times: [], sector: null, verified: text('By hand'), confidence: null, stix: [] },
    evidence: [],
    basis: { norm: null, law: null, mla_reference: null },
    personal_data: null,
    preservation: null,
    ...change,
  }
  const read = decodeRequestContent('root', whole as unknown as JsonObject)
  if (!read.ok) throw new Error(read.at)
  return read.value
}

const codes = (root: RequestRoot, texts: RequestContent, level: 'block' | 'warn') =>
  checkRequest(root, texts)
    .filter((finding) => finding.level === level)
    .map(({ item, code }) => item ?? code)

describe('the checklist', () => {
  test.each(REQUEST_TEMPLATES)('%s: without its items it is stopped, with them it goes', (id) => {
    const { required, wanted, needs, type, urgency } = TEMPLATES[id]
    const common = { template: id, type, urgency, questions: needs.includes('questions') ? 1 : 0 }
    const preservation = needs.includes('preservation')
      ? { object: text('Disk'), custodian: 'Host' }
      : null
    const until = preservation ? { preserve_until: '2026-06-01T00:00:00.000Z' } : {}
    const texts = content({ preservation })
    expect(codes(act({ ...common, ...until, evidence: [] }), texts, 'block')).toEqual(required)
    const evidence = [...required, ...wanted].toSorted()
    expect(checkRequest(act({ ...common, ...until, evidence }), texts)).toEqual([])
  })

  test('asks for what each kind needs, and for harm that justifies the urgency', () => {
    const has = { evidence: ['custodian', 'legal-basis', 'targets', 'verification'] }
    expect(codes(act({ ...has, template: 'preservation' }), content(), 'block')).toEqual([
      'preservation-missing',
    ])
    expect(
      codes(act({ ...has, template: 'information', questions: 0 }), content(), 'block'),
    ).toEqual(['questions-missing'])
    expect(codes(act({ ...has, harm: 'none-known' }), content(), 'block')).toEqual(['harm-missing'])
    expect(codes(act({ ...has, urgency: 'u0' }), content(), 'block')).toEqual(['harm-too-small'])
    const grave = { urgency: 'u2', incident: { class: 'fraud', type: 'phishing', level: 1 } }
    expect(codes(act({ ...has, ...grave }), content(), 'warn')).toContain('level-mismatch')
  })

  test('asks after personal data, mutual legal assistance, attribution and use', () => {
    const has = { evidence: ['targets', 'verification'] }
    const personal = { categories: ['mail-address'], minimised: false }
    expect(codes(act({ ...has, personal_data: personal }), content(), 'block')).toEqual([
      'not-minimised',
    ])
    const minimised = { ...personal, minimised: true }
    expect(codes(act({ ...has, personal_data: minimised }), content(), 'block')).toEqual([
      'minimisation-unexplained',
    ])
    const basis = { kind: 'compact', mla: 'reference', no_attribution: false }
    expect(codes(act({ ...has, basis }), content(), 'block')).toEqual(['mla-reference-missing'])
    expect(codes(act({ ...has, basis }), content(), 'warn')).toContain('attribution')
    const use = { ...act().use, publication: true }
    expect(codes(act({ ...has, use }), content(), 'warn')).toContain('use-beyond')
  })

  test('says which items a request holds, from its texts and its act', () => {
    const evidence = [
      { item: 'screenshot', digest: null, source: null, collector: null, note: null },
    ]
    const basis = { norm: 'UN 13(c)', law: null, mla_reference: null }
    const root = { targets: 3, personal_data: { categories: ['name'], minimised: true } }
    expect(evidenceOf(content({ evidence, basis }), root)).toEqual([
      'data-categories',
      'harm-description',
      'legal-basis',
      'screenshot',
      'targets',
      'verification',
    ])
  })
})

describe('what is said of requests', () => {
  test('every word has both languages, and Chinese is Chinese', () => {
    for (const [name, labels] of Object.entries(LABELS)) {
      for (const [key, { en, zh }] of Object.entries(labels)) {
        expect(en, `${name} ${key}`).not.toMatch(/[\u4e00-\u9fff]/)
        expect(zh, `${name} ${key}`).toMatch(/[\u4e00-\u9fff]/)
      }
    }
    for (const { title, hint } of Object.values(TEMPLATES)) {
      for (const { en, zh } of [title, hint]) {
        expect(en).not.toMatch(/[\u4e00-\u9fff]/)
        expect(zh).toMatch(/[\u4e00-\u9fff]/)
      }
    }
  })

  test('templates name types of their class, and items in order', () => {
    for (const { incident, required, wanted } of Object.values(TEMPLATES)) {
      expect(isRsitType(incident.class, incident.type)).toBe(true)
      expect(required).toEqual(required.toSorted())
      expect(wanted).toEqual(wanted.toSorted())
      expect(required.filter((item) => wanted.includes(item))).toEqual([])
    }
  })

  test('RSIT and GB/T 20986 are mapped both ways, where the mapping is sound', () => {
    expect(gbtCategory('fraud', 'phishing')).toBe('网络攻击事件')
    expect(gbtCategory('malicious-code', 'c2-server')).toBe('恶意程序事件')
    expect(gbtCategory('fraud', 'copyright')).toBeUndefined()
    expect(gbtCategory('intrusions', 'burglary')).toBeUndefined()
    for (const category of GBT_CATEGORIES) {
      const types = rsitOf(category)
      expect(types.length).toBeGreaterThan(0)
      for (const { class: id, type } of types) expect(gbtCategory(id, type)).toBe(category)
    }
    const mapped = GBT_CATEGORIES.flatMap(rsitOf).map(({ type }) => type)
    const all = RSIT_CLASSES.flatMap((id) => RSIT[id] as readonly string[])
    expect(new Set(mapped).size).toBe(mapped.length)
    expect(mapped.every((type) => all.includes(type))).toBe(true)
  })

  test('content that is hostile or erased is missing, and names its fault to whoever writes it', () => {
    const bytes = (value: string) => new TextEncoder().encode(value)
    expect(readRequestContent('root', null)).toBeNull()
    expect(readRequestContent('move', bytes('{"note":1}'))).toBeNull()
    expect(readRequestContent('targets', bytes('{"targets": ["a"]}'))).toBeNull()
    expect(readRequestContent('targets', bytes('{"targets":["a"]}'))).toEqual({ targets: ['a'] })
    const bad = decodeRequestContent('root', { title: { original: {} } } as unknown as JsonObject)
    expect(bad).toMatchObject({ ok: false, at: 'title.original.lang' })
  })
})
