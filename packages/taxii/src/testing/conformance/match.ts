import { expect } from 'vitest'
import { indicator, indicatorId, software, statement, V1, V2, V3 } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

/** §3.4.1 Supported fields for match. */
export function matchTests(made: Conformance): void {
  const { describe, test } = made
  describe('§3.4.1 match', () => {
    test('§3.4.1 match[id]: one, or one of several', async () => {
      await made.add(indicator(1), indicator(2), software(3))
      expect(await made.ids(`match[id]=${indicatorId(2)}`)).toEqual([indicatorId(2)])
      expect(await made.ids(`match[id]=${indicatorId(2)},${software(3).id}`)).toHaveLength(2)
      expect(await made.ids(`match[id]=${indicatorId(4)}`)).toEqual([])
    })

    test('§3.4.1 match[type]: only the types listed', async () => {
      await made.add(indicator(1), software(3))
      expect(await made.ids('match[type]=software')).toEqual([software(3).id])
      expect(await made.ids('match[type]=software,malware,x-new')).toEqual([software(3).id])
      expect(await made.ids('match[type]=grouping')).toEqual([])
    })

    test('§3.4.1 a type of STIX 2.1 is never an error', async () => {
      for (const type of STIX_TYPES) {
        expect((await made.objects(`match[type]=${type}`)).status).toBe(200)
      }
    })

    test('§3.4.1 match[spec_version]: only what is listed; an observable without one is 2.1', async () => {
      await made.add(indicator(1), software(3))
      expect(await made.ids('match[spec_version]=2.1')).toHaveLength(2)
      expect(await made.ids('match[spec_version]=2.0,2.1')).toHaveLength(2)
      expect(await made.ids('match[spec_version]=2.0')).toEqual([])
    })

    test('§3.4.1 without spec_version: each object once, in the highest there is', async () => {
      await made.add(indicator(1), software(3))
      const { json } = await made.objects()
      expect(json.objects?.map((each) => each.spec_version ?? '2.1')).toEqual(['2.1', '2.1'])
    })

    const modified = async (query: string) =>
      (await made.objects(query)).json.objects?.map((each) => each.modified) ?? []

    test('§3.4.1 match[version]: last by default, unions without repeats, exact times', async () => {
      const [first, second, third] = [V1, V2, V3].map((version) =>
        indicator(1, { modified: version }),
      )
      await made.add(second, first, third)
      expect(await modified('')).toEqual([V3])
      expect(await modified('match[version]=last')).toEqual([V3])
      expect(await modified('match[version]=first')).toEqual([V1])
      expect(await modified('match[version]=all')).toEqual([V2, V1, V3])
      expect(await modified('match[version]=first,last')).toEqual([V1, V3])
      expect(await modified(`match[version]=${V2}`)).toEqual([V2])
      expect(await modified(`match[version]=${V2},${V3}`)).toEqual([V2, V3])
      expect(await modified(`match[version]=first,${V1},last`)).toEqual([V1, V3])
      expect(await modified('match[version]=2026-01-09T00:00:00Z')).toEqual([])
    })

    test('§3.4.1 a version that is asked for is a time of STIX: it has as many digits as it has', async () => {
      await made.add(indicator(1), indicator(1, { modified: V3 }))
      expect(await modified('match[version]=2026-01-01T00:00:00Z')).toEqual([V1])
      expect(await modified(`match[version]=${V3}`)).toEqual([V3])
      expect(await modified('match[version]=2026-01-03T00:00:00.000Z')).toEqual([])
    })

    test('§3.4.1 the last version is chosen after the other filters', async () => {
      await made.add(indicator(1, { modified: V3 }))
      const seen = (await made.objects()).headers.get('x-taxii-date-added-last')
      await made.add(indicator(1, { modified: V2 }))
      expect(await modified(`added_after=${seen}`)).toEqual([V2])
    })

    test('§3.4.1 an object without modified has its created for a version', async () => {
      await made.add(statement(1))
      const { id } = statement(1)
      const versions = await made.ask(`${made.at}objects/${id}/versions/`)
      expect(versions.json).toEqual({ versions: [V1] })
      expect(await made.ids(`match[version]=${V1}`)).toEqual([id])
    })

    test('§3.4.1 an object without either has one that stays', async () => {
      await made.add(software(3))
      const versions = async () =>
        (await made.ask(`${made.at}objects/${software(3).id}/versions/`)).json.versions
      const [version] = (await versions()) ?? []
      expect(await made.ids(`match[version]=${version}`)).toEqual([software(3).id])
      await made.add(software(3))
      expect(await versions()).toEqual([version])
    })
  })
}

const STIX_TYPES = [
  ...['attack-pattern', 'campaign', 'course-of-action', 'grouping', 'identity', 'incident'],
  ...['indicator', 'infrastructure', 'intrusion-set', 'location', 'malware', 'malware-analysis'],
  ...['note', 'observed-data', 'opinion', 'report', 'threat-actor', 'tool', 'vulnerability'],
  ...['relationship', 'sighting', 'language-content', 'marking-definition'],
  ...['extension-definition', 'artifact', 'autonomous-system', 'directory', 'domain-name'],
  ...['email-addr', 'email-message', 'file', 'ipv4-addr', 'ipv6-addr', 'mac-addr', 'mutex'],
  ...['network-traffic', 'process', 'software', 'url', 'user-account', 'windows-registry-key'],
  'x509-certificate',
]
