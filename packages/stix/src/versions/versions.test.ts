import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeVersion, VERSION_FAULTS } from './judge-version.ts'
import { latestVersions } from './latest-versions.ts'
import { compareVersions, sameContent } from './same-version.ts'

const ID = 'campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const ALICE = 'identity--a463ffb3-1bd9-4d94-b02d-74e4f1658283'
const MALLORY = 'identity--b463ffb3-1bd9-4d94-b02d-74e4f1658283'
const FIRST = '2026-05-01T06:13:14.000Z'

const version = (modified: string, more: JsonObject = {}): JsonObject => ({
  type: 'campaign',
  spec_version: '2.1',
  id: ID,
  created_by_ref: ALICE,
  created: FIRST,
  modified,
  name: 'attention',
  ...more,
})
const codes = (a: JsonObject, b: JsonObject) => judgeVersion(a, b).map(({ code }) => code)
const LATER = '2026-05-08T03:43:44.000Z'

describe('STIX 2.1 §3.6: a new version', () => {
  it('follows when it is later, by the same creator', () => {
    expect(codes(version(FIRST), version(LATER, { name: 'Attention!' }))).toEqual([])
    expect(codes(version(FIRST), version(LATER, { revoked: true }))).toEqual([])
  })

  it('is later by as little as a nanosecond, whatever the number of digits', () => {
    const a = version('2026-05-08T03:43:44.000000001Z')
    const b = version('2026-05-08T03:43:44.0000000011Z', { name: 'b' })
    expect(compareVersions(a, b)).toBeLessThan(0)
    expect(codes(a, b)).toEqual([])
    expect(codes(b, a)).toEqual(['version-not-later'])
  })

  it('comes from the creator alone, who cannot be named afterwards', () => {
    const forged = version(LATER, { created_by_ref: MALLORY })
    expect(codes(version(FIRST), forged)).toEqual(['version-creator'])
    const { created_by_ref: _, ...anonymous } = version(FIRST) as Record<string, string>
    expect(codes(anonymous, forged)).toEqual(['version-creator'])
  })

  it('keeps id, type and time of creation', () => {
    const other = version(LATER, { id: 'campaign--9e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f' })
    expect(codes(version(FIRST), other)).toEqual(['version-id'])
    const moved = version(LATER, { created: '2026-05-01T06:13:14.001Z' })
    expect(codes(version(FIRST), moved)).toEqual(['version-created'])
    expect(codes(version(FIRST), version(LATER, { created: '2026-05-01T06:13:14Z' }))).toEqual([])
  })

  it('with the same time and other content is a conflict', () => {
    const twin = version(FIRST, { name: 'other' })
    expect(judgeVersion(version(FIRST), twin)).toEqual([
      { code: 'version-conflict', at: 'modified' },
    ])
  })

  it('never follows a revocation', () => {
    expect(codes(version(FIRST, { revoked: true }), version(LATER))).toEqual([
      'version-after-revoked',
    ])
  })

  it('does not exist of observables and marking definitions', () => {
    const address = { type: 'url', id: 'url--c1477287-23ac-5971-a010-5c287877fa60', value: 'a' }
    expect(codes(address, { ...address, value: 'b' })).toEqual(['version-unversioned'])
    const marking = { type: 'marking-definition', id: 'm', created: FIRST, modified: FIRST }
    expect(codes(marking, { ...marking, modified: LATER })).toEqual(['version-unversioned'])
  })

  it('has a sentence for each fault in both languages', () => {
    for (const { en, zh } of Object.values(VERSION_FAULTS)) {
      expect(en).toMatch(/\.$/)
      expect(zh).toMatch(/。$/)
    }
  })
})

describe('two representations of one version', () => {
  it('may leave defaults out and write times with other digits', () => {
    const a = version('2026-05-01T06:13:14.100Z', { revoked: false })
    expect(sameContent(a, version('2026-05-01T06:13:14.1Z'))).toBe(true)
    expect(sameContent(a, version('2026-05-01T06:13:14.1Z', { revoked: true }))).toBe(false)
    expect(sameContent(a, version('2026-05-01T06:13:14.10001Z'))).toBe(false)
  })
})

describe('latestVersions', () => {
  const times = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 8 })

  it('gives the same in any order, and revocation is permanent', () => {
    fc.assert(
      fc.property(times, fc.option(fc.nat({ max: 9 })), fc.nat(), (minutes, revokedAt, turn) => {
        const chain = minutes.map((minute) =>
          version(`2026-05-08T03:0${minute}:00.000Z`, { revoked: minute === revokedAt }),
        )
        const turned = [...chain.slice(turn % chain.length), ...chain.slice(0, turn % chain.length)]
        const [one] = latestVersions(chain).latest
        expect(latestVersions(turned.reverse()).latest).toEqual([one])
        const last = minutes.includes(revokedAt ?? -1) ? revokedAt : Math.max(...minutes)
        expect(one?.modified).toBe(`2026-05-08T03:0${last}:00.000Z`)
      }),
    )
  })

  it('names conflicts, strangers and what came after a revocation', () => {
    const { latest, breaches } = latestVersions([
      version(LATER, { revoked: true }),
      version(FIRST),
      version(FIRST, { name: 'other' }),
      version('2026-06-01T00:00:00Z', { created_by_ref: MALLORY }),
    ])
    expect(latest).toEqual([version(LATER, { revoked: true })])
    expect(breaches.map(({ code }) => code)).toEqual([
      'version-conflict',
      'version-creator',
      'version-after-revoked',
    ])
    expect(breaches.every(({ id }) => id === ID)).toBe(true)
  })
})
