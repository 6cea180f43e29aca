import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkStixObject } from '../check.ts'
import { observableIdFault } from '../ids.ts'
import { extractFromText } from './extract.ts'
import { objectsOfFindings, observablesOfFinding, patternOfFinding } from './to-stix.ts'

const sha1 = (data: Uint8Array) => hash('sha1', data, 'buffer')
const COMMON = {
  createdByRef: 'identity--a463ffb3-1bd9-4d94-b02d-74e4f1658283',
  created: '2026-11-23T08:00:00.000Z',
  modified: '2026-11-23T08:00:00.000Z',
  validFrom: '2026-11-23T08:00:00.000Z',
  tlp: 'green',
} as const

const EVERYTHING = `1.2.3.4 10.0.0.0/8 2001:db8::1 evil.cn http://evil.cn/a a@evil.cn d2:fb:49:24:37:18
AS15169 ${['md5', 'sha1', 'sha256', 'sha512'].map((each) => hash(each, 'x')).join(' ')} setup.exe
C:\\Windows\\System32\\x.dll C:\\x.dll /usr/bin/x HKLM\\Software\\X CVE-2021-44228
bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq 1.2.3.4`

describe('objects made of findings', () => {
  const { findings } = extractFromText(EVERYTHING)

  it('are valid, one for each thing, with ids that every tool derives', () => {
    const { objects, faults } = objectsOfFindings(findings, COMMON, sha1)
    expect(faults).toEqual([])
    const count = Object.fromEntries(
      [...Map.groupBy(objects, ({ view }) => view.type)].map(([type, each]) => [type, each.length]),
    )
    expect(count).toEqual({
      'ipv4-addr': 2,
      indicator: 17,
      'ipv6-addr': 1,
      'domain-name': 1,
      url: 1,
      'email-addr': 1,
      'mac-addr': 1,
      'autonomous-system': 1,
      file: 8,
      directory: 3,
      'windows-registry-key': 1,
      vulnerability: 1,
    })
    for (const { value } of objects) {
      expect(checkStixObject(value)).toEqual([])
      expect(observableIdFault(value, sha1)).toBeUndefined()
    }
  })

  it('split a path into directory and file', () => {
    const of = (path: string) => {
      const [finding] = extractFromText(path).findings
      return observablesOfFinding(finding!, sha1).map(({ path, name }) => path ?? name)
    }
    expect(of('C:\\Windows\\x.dll')).toEqual(['C:\\Windows', 'x.dll'])
    expect(of('C:\\x.dll')).toEqual(['C:\\', 'x.dll'])
    expect(of('/usr/bin/x')).toEqual(['/usr/bin', 'x'])
  })

  it('match what was found', () => {
    const patterns = findings.map(patternOfFinding)
    expect(patterns).toContain(
      "[file:name = 'x.dll' AND file:parent_directory_ref.path = 'C:\\\\']",
    )
    expect(patterns).toContain(`[file:hashes.'SHA-256' = '${hash('sha256', 'x')}']`)
    expect(patterns).toContain('[autonomous-system:number = 15169]')
    expect(patterns.filter((each) => each === undefined)).toHaveLength(2)
  })
})
