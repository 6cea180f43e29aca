import { describe, expect, test } from 'vitest'
import { PATTERN_FAULTS } from '../language/faults.ts'
import { checkPattern } from './check-pattern.ts'

const found = (pattern: string) =>
  checkPattern(pattern).map(({ code, severity, column }) => `${code} ${severity} ${column}`)

describe('patterns with nothing wrong', () => {
  test.each([
    "[domain-name:value = 'example.com']",
    "[file:hashes.'SHA-256' = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']",
    "[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7.0]",
    "[file:parent_directory_ref.path = 'C:\\\\Windows']",
    "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value ISSUBSET '10.0.0.0/8']",
    "[email-message:body_multipart[*].body_raw_ref.name LIKE '%.exe']",
    "[email-message:additional_header_fields.Reply[0] = 'x']",
    "[artifact:payload_bin MATCHES '\\\\x4d\\\\x5a']",
    "[domain-name:resolves_to_refs[0].value = '198.51.100.1']",
    "[file:extensions.'extension-definition--9c59fd79-4215-4ba2-920d-3e4f320e1e62'.rank > 3]",
    "[process:environment_variables.PATH LIKE '%tmp%']",
    '[NOT EXISTS windows-registry-key:values]',
    "[ipv4-addr:value = '198.51.100.1' OR ipv6-addr:value = '2001:db8::1']",
  ])('%s', (pattern) => {
    expect(found(pattern)).toEqual([])
  })
})

describe('what the object table says against', () => {
  test.each([
    ["[x-usb:serial = '1']", 'pattern-type-unknown warning 2'],
    ["[indicator:name = 'x']", 'pattern-type-not-observable error 2'],
    ["[file:colour = 'x']", 'pattern-property-unknown warning 7'],
    ["[file:name[0] = 'x']", 'pattern-not-a-list error 11'],
    ["[file:name[*] = 'x']", 'pattern-not-a-list error 11'],
    ["[network-traffic:protocols = 'tcp']", 'pattern-list-needs-index error 2'],
    ["[domain-name:resolves_to_refs.value = 'x']", 'pattern-list-needs-index error 30'],
    ["[file:name.x = 'x']", 'pattern-not-an-object error 11'],
    ["[network-traffic:src_ref.path = 'x']", 'pattern-reference-property warning 25'],
    ["[file:extensions.'no-ext'.x = 'x']", 'pattern-property-unknown warning 17'],
    ["[file:size = 'big']", 'pattern-literal-kind error 14'],
    ['[file:name = 5]', 'pattern-literal-kind error 14'],
    ["[network-traffic:start = '2018-04-20T12:36:24.558Z']", 'pattern-literal-kind error 26'],
    ["[email-message:is_multipart = 'true']", 'pattern-literal-kind error 31'],
    ["[file:hashes = 'x']", 'pattern-operator-kind error 2'],
    ["[file:size LIKE '1%']", 'pattern-operator-kind error 2'],
    ["[file:name ISSUBSET '10.0.0.0/8']", 'pattern-operator-kind error 2'],
    ["[ipv4-addr:value ISSUBSET 'example.com']", 'pattern-address error 27'],
    ["[ipv4-addr:value ISSUBSET '2001:db8::/32']", 'pattern-value-range error 27'],
    ["[artifact:encryption_algorithm = 'rot13']", 'pattern-vocabulary error 34'],
    ["[user-account:account_type = 'myspace']", 'pattern-vocabulary-open warning 30'],
    ['[network-traffic:dst_port = 70000]', 'pattern-value-range error 29'],
    ['[file:size IN (1, -1)]', 'pattern-value-range error 19'],
    ["[file:hashes.'SHA-256' = 'f00']", 'pattern-value-range error 26'],
    ["[network-traffic:dst_ref.type = 'file']", 'pattern-value-range error 33'],
    ['[file:size IN ()]', 'pattern-never warning 2'],
    ["[file:name = 'x' AND domain-name:value = 'x']", 'pattern-types-and error 2'],
    [
      "[file:size = 1] START t'2020-01-02T00:00:00Z' STOP t'2020-01-02T00:00:00.0Z'",
      'pattern-start-stop error 17',
    ],
  ])('%s', (pattern, fault) => {
    expect(found(pattern)).toEqual([fault])
  })

  test('every fault is told, in the order of the text', () => {
    expect(found("[file:size = 'x' OR file:nme = 'x'] AND [indicator:name = 'x']")).toEqual([
      'pattern-literal-kind error 14',
      'pattern-property-unknown warning 26',
      'pattern-type-not-observable error 42',
    ])
  })

  test('AND across types is found through OR', () => {
    const some = "(file:name = 'x' OR url:value = 'x')"
    expect(found(`[${some} AND file:name != 'y']`)).toEqual([])
    expect(found(`[${some} AND domain-name:value = 'y']`)).toEqual(['pattern-types-and error 2'])
  })
})

test('every sentence is there in both languages and names its section', () => {
  for (const { en, zh, section } of Object.values(PATTERN_FAULTS)) {
    expect(en).toMatch(/^[A-Z].*\.$/)
    expect(zh).toMatch(/\p{Script=Han}.*。$/u)
    expect(section).toMatch(/^\d+(?:\.\d+)*$/)
  }
})
