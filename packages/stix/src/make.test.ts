import { hash } from 'node:crypto'
import { canonicalBytes } from '@concert/core'
import { describe, expect, it } from 'vitest'
import type { Sha1 } from './ids.ts'
import { type Made, type MakeIndicator, makeIdentity, makeIndicator, makeSighting } from './make.ts'
import { readStixObject, type StixObject } from './object.ts'

const sha1: Sha1 = (data) => hash('sha1', data, 'buffer')
const AT = '2026-11-23T08:00:00.000Z'
const COMMON = { created: AT, modified: AT, tlp: 'green' as const }

const made = (result: Made): StixObject => {
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.value
}

const identity = made(
  makeIdentity(
    { ...COMMON, scope: 'arden.example', name: '雅登 CERT', identityClass: 'organization' },
    sha1,
  ),
)

const indicatorOf = (more: Partial<MakeIndicator> = {}) =>
  makeIndicator(
    {
      ...COMMON,
      createdByRef: identity.view.id,
      observable: { type: 'domain-name', value: 'evil.example' },
      validFrom: AT,
      ...more,
    },
    sha1,
  )

describe('objects of our own', () => {
  it('are canonical bytes that read back to the same view', () => {
    const indicator = made(
      indicatorOf({ labels: ['phishing'], confidence: 80, indicatorTypes: ['malicious-activity'] }),
    )
    const sighting = made(
      makeSighting(
        {
          ...COMMON,
          createdByRef: identity.view.id,
          sightingOfRef: indicator.view.id,
          whereSightedRefs: [identity.view.id],
          count: 3,
          firstSeen: AT,
          lastSeen: AT,
        },
        sha1,
      ),
    )
    for (const object of [identity, indicator, sighting]) {
      expect(object.bytes).toEqual(canonicalBytes(object.value))
      expect(readStixObject(object.bytes)).toEqual({ ok: true, value: object })
      expect(object.view.tlp).toBe('green')
    }
    expect(indicator.value).toMatchObject({
      name: 'evil.example',
      pattern: "[domain-name:value = 'evil.example']",
      indicator_types: ['malicious-activity'],
      confidence: 80,
    })
    expect(sighting.view.refs).toContain(indicator.view.id)
  })

  it('keep their ids when the same source is imported again later', () => {
    const later = '2026-12-01T00:00:00Z'
    const first = made(indicatorOf())
    const second = made(indicatorOf({ modified: later, tlp: 'red', name: 'x', confidence: 1 }))
    expect(second.view.id).toBe(first.view.id)
  })

  it('get other ids for another creator, pattern or scope', () => {
    const other = made(
      makeIdentity(
        { ...COMMON, scope: 'belmar.example', name: '雅登 CERT', identityClass: 'organization' },
        sha1,
      ),
    )
    const ids = [
      made(indicatorOf()),
      made(indicatorOf({ createdByRef: other.view.id })),
      made(indicatorOf({ observable: { type: 'url', value: 'http://evil.example/' } })),
    ].map((object) => object.view.id)
    expect(new Set(ids).size).toBe(3)
    expect(other.view.id).not.toBe(identity.view.id)
  })

  it('keep a sighting one object while its count rises', () => {
    const seen = { ...COMMON, createdByRef: identity.view.id, sightingOfRef: identity.view.id }
    const once = made(makeSighting({ ...seen, count: 1 }, sha1))
    expect(made(makeSighting({ ...seen, count: 2 }, sha1)).view.id).toBe(once.view.id)
    expect(made(makeSighting({ ...seen, firstSeen: AT }, sha1)).view.id).not.toBe(once.view.id)
  })

  it('list what is wrong with what they were made of', () => {
    expect(indicatorOf({ confidence: 101, validFrom: 'now', createdByRef: 'me' })).toMatchObject({
      ok: false,
      faults: [
        { code: 'range', at: 'confidence' },
        { code: 'id-syntax', at: 'created_by_ref' },
        { code: 'timestamp', at: 'valid_from' },
      ],
    })
  })
})
