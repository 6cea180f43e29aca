import { hash } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import examples from '../vectors/ids/spec-examples.json' with { type: 'json' }
import {
  concertId,
  isNameBased,
  isStixType,
  observableId,
  observableIdFault,
  type Sha1,
  typeOfId,
} from './ids.ts'

const sha1: Sha1 = (data) => hash('sha1', data, 'buffer')

describe('STIX 2.1 §2.9: identifiers', () => {
  it.each([
    ['ipv4-addr', { value: '198.51.100.3' }, '28bb3599-77cd-5a82-a950-b5bc3caf07c4'],
    ['ipv6-addr', { value: '2001:db8::1' }, '6469e3a9-b053-5e34-a025-9396ae051d26'],
    ['domain-name', { value: 'example.com' }, 'bedb4899-d24b-5401-bc86-8f6b4cc18ec7'],
    ['autonomous-system', { number: 15139 }, '3aa27478-50b5-5ab8-9da9-cdc12b657fff'],
  ])('%s has the id that every other tool derives', (type, value, uuid) => {
    expect(observableId(type, value, sha1)).toBe(`${type}--${uuid}`)
  })

  it.each(examples.derived)("$id is derived as in the specification's example", (example) => {
    const object = example as unknown as JsonObject
    expect(observableId(example.type, object, sha1)).toBe(example.id)
    expect(observableIdFault(object, sha1)).toBeUndefined()
  })

  it.each(examples.stale)("$id is none that the example's content gives", (example) => {
    expect(observableIdFault(example as unknown as JsonObject, sha1)).toBe('id-mismatch')
  })

  it('that are random where they could be derived are told apart from wrong ones', () => {
    const random = 'url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
    expect(observableIdFault({ type: 'url', id: random, value: 'x' }, sha1)).toBe('id-not-derived')
    const process = 'process--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
    expect(observableIdFault({ type: 'process', id: process, pid: 1 }, sha1)).toBeUndefined()
    expect(isNameBased(random)).toBe(false)
    expect(isNameBased(concertId('url', {}, sha1))).toBe(true)
  })

  it('uses contributing properties only, in any order', () => {
    const a = observableId('software', { name: 'x', vendor: 'y' }, sha1)
    const b = observableId('software', { vendor: 'y', languages: ['en'], name: 'x' }, sha1)
    expect(a).toBe(b)
    expect(observableId('software', { name: 'x', swid: 's' }, sha1)).not.toBe(
      observableId('software', { name: 'x' }, sha1),
    )
  })

  it('takes one hash: MD5, SHA-1, SHA-256, SHA-512, else the first by name', () => {
    const id = (hashes: Record<string, string>) => observableId('file', { hashes }, sha1)
    expect(id({ 'SHA-512': 'c', MD5: 'a', 'SHA-256': 'b' })).toBe(id({ MD5: 'a' }))
    expect(id({ 'SHA-512': 'c', 'SHA-256': 'b' })).toBe(id({ 'SHA-256': 'b' }))
    expect(id({ TLSH: 't', SSDEEP: 's' })).toBe(id({ SSDEEP: 's' }))
  })

  it('gives none where a random one is due', () => {
    expect(observableId('process', { pid: 1 }, sha1)).toBeUndefined()
    expect(observableId('user-account', { display_name: 'x' }, sha1)).toBeUndefined()
    expect(observableId('indicator', { name: 'x' }, sha1)).toBeUndefined()
    expect(observableId('constructor', { name: 'x' }, sha1)).toBeUndefined()
  })

  it('reads the type of every id it makes, and of nothing near one', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (value, at) => {
        const id = concertId('indicator', { pattern: value }, sha1)
        expect(typeOfId(id)).toBe('indicator')
        const cut = at % id.length
        expect(typeOfId(id.slice(0, cut) + id.slice(cut + 1))).not.toBe('indicator')
      }),
    )
    expect(typeOfId('Indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f')).toBeUndefined()
    expect(typeOfId('indicator--8E2E2D2B-17D4-4CBF-938F-98EE46B3CD3F')).toBeUndefined()
    expect(typeOfId('indicator--8e2e2d2b-17d4-4cbf-738f-98ee46b3cd3f')).toBeUndefined()
    expect(typeOfId('0')).toBeUndefined()
  })

  it('gives different keys different ids', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const same = concertId('indicator', { a }, sha1) === concertId('indicator', { a: b }, sha1)
        expect(same).toBe(a === b)
      }),
    )
  })
})

describe('STIX 2.1 §3.1: type names', () => {
  it('are 3 to 250 of a–z, 0–9 and single hyphens', () => {
    for (const good of ['url', 'x509-certificate', 'x-acme-thing', 'a'.repeat(250)]) {
      expect(isStixType(good)).toBe(true)
    }
    for (const bad of ['ab', 'a'.repeat(251), 'Url', 'a--b', '-ab', 'ab-', '1ab', 'a_b', 'a b']) {
      expect(isStixType(bad)).toBe(false)
    }
  })
})
