import { createHash, randomUUID } from 'node:crypto'
import { type Json, type JsonObject, utf8 } from '@concert/core'
import { checkStixObject, observableId, type Tlp, tlpMarkingId } from '@concert/stix'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReleasePolicy } from '../rules/judge-object.ts'
import { readLaw } from '../rules/law.ts'
import { type DecideSettings, type Decision, decideSet } from './decide-set.ts'

const OURS = 'identity--5a1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d'
const TIME = '2026-11-01T10:20:30.456Z'
const sha1 = (data: Uint8Array) => createHash('sha1').update(data).digest()
const TYPES = [
  'indicator',
  'ipv4-addr',
  'language-content',
  'location',
  'malware',
  'note',
  'observed-data',
  'relationship',
  'report',
  'sighting',
  'threat-actor',
  'tool',
  'identity',
].toSorted()

const POLICY: ReleasePolicy = {
  terms: { tlp: 'amber', types: TYPES, attribution: false, onward: false, retention_days: 30 },
  label: 'amber',
  economy: 'XB',
  internalNames: ['soc.example'],
  warninglists: [],
  laws: [],
  year: 2026,
}

function settings(
  change: Partial<DecideSettings> & { policy?: ReleasePolicy } = {},
): DecideSettings {
  return {
    policy: POLICY,
    derive: {
      newId: (type) => `${type}--${randomUUID()}`,
      createdBy: OURS,
      now: Date.parse('2026-11-23T09:08:07.654Z'),
      grain: 3_600_000,
    },
    standing: (id) => (id === OURS ? 'known' : 'hidden'),
    ...change,
  }
}

function made(type: string, more: Record<string, Json>, tlp: Tlp = 'green'): JsonObject {
  const object = {
    type,
    spec_version: '2.1',
    id: `${type}--${randomUUID()}`,
    created: TIME,
    modified: TIME,
    created_by_ref: OURS,
    object_marking_refs: [tlpMarkingId(tlp)],
    ...more,
  }
  expect(checkStixObject(object)).toEqual([])
  return object
}

const indicator = (more: Record<string, Json> = {}, tlp: Tlp = 'green') =>
  made(
    'indicator',
    {
      name: 'phish',
      pattern: "[domain-name:value = 'phish.example']",
      pattern_type: 'stix',
      valid_from: TIME,
      ...more,
    },
    tlp,
  )

const relationship = (source: JsonObject, target: JsonObject, type = 'related-to') =>
  made('relationship', {
    relationship_type: type,
    source_ref: source.id as string,
    target_ref: target.id as string,
  })

const outcomes = (decisions: readonly Decision[]) => decisions.map(({ outcome }) => outcome)
const reasons = (decision: Decision | undefined) => decision?.findings.map(({ reason }) => reason)
const leaving = (decisions: readonly Decision[]) =>
  decisions.filter(({ outcome }) => outcome === 'allow' || outcome === 'redact')

/** Ways to write a secret so that it is still read. */
const CODES: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'full width': (secret) =>
    [...secret]
      .map((c) => (c > ' ' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c))
      .join(''),
  'zero width': (secret) => [...secret].join('\u200b'),
  percent: (secret) =>
    [...utf8(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  'base64 twice': (secret) =>
    Buffer.from(Buffer.from(secret).toString('base64')).toString('base64'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  entities: (secret) => [...secret].map((c) => `&#${c.codePointAt(0)};`).join(''),
  defanged: (secret) => secret.replaceAll('@', '[at]').replaceAll('.', '[.]'),
}

/** Every kind of place in an object where somebody could write. */
const PLACES: Readonly<Record<string, (text: string) => JsonObject>> = {
  name: (text) => indicator({ name: `seen ${text} there` }),
  description: (text) => indicator({ description: `seen ${text} there` }),
  label: (text) => indicator({ labels: ['phishing', text] }),
  custom: (text) => indicator({ x_note: { deep: [{ er: text }] } }),
  'custom key': (text) =>
    indicator({
      extensions: { 'x-some-ext': { dictionary: { [text.replace(/[^\w-]/g, '_')]: text } } },
    }),
  pattern: (text) =>
    indicator({
      pattern: `[domain-name:value = 'a.example' AND x-host:note = '${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`,
    }),
  reference: (text) =>
    indicator({ external_references: [{ source_name: 'ours', description: text }] }),
  url: (text) =>
    indicator({
      external_references: [
        { source_name: 'ours', url: `https://x.example/?q=${encodeURIComponent(text)}` },
      ],
    }),
  note: (text) => made('note', { content: text, object_refs: [OURS] }),
  report: (text) =>
    made('report', { name: 'r', description: text, published: TIME, object_refs: [OURS] }),
  'dictionary value': (text) => made('malware', { is_family: false, aliases: [text] }),
}

const SECRETS = {
  'email-address': 'li.wei@bank.example',
  'phone-number': '+86 13812345678',
  'cn-resident-id': '11010519491231002X',
  'us-ssn': '219-09-9999',
  'bank-card': '4111 1111 1111 1111',
  'internal-address': '10.11.12.13',
  'internal-name': 'dc01.ad.internal',
  'internal-name (configured)': 'mail7.soc.example',
} as const

/** Everything that a reader could make of what leaves. */
function everythingReadIn(decisions: readonly Decision[]): string {
  return leaving(decisions)
    .map(({ leaves }) => JSON.stringify(leaves))
    .join('\n')
}

describe('what is released never holds what a rule forbids', () => {
  const cases = Object.keys(SECRETS).flatMap((secret) =>
    Object.keys(PLACES).map((place) => [secret, place] as const),
  )
  test.each(cases)('%s in %s, however it is written', (secret, place) => {
    const text = SECRETS[secret as keyof typeof SECRETS]
    for (const [code, write] of Object.entries(CODES)) {
      const written = write(text)
      const object = PLACES[place]?.(written) as JsonObject
      const decisions = decideSet([indicator(), object], settings())
      const read = everythingReadIn(decisions)
      expect(read, `${code}: ${written}`).not.toContain(JSON.stringify(written).slice(1, -1))
      expect(read).not.toContain(encodeURIComponent(written))
      expect(decisions[1]?.outcome, code).not.toBe('allow')
      // Whatever was changed is new, and does not say what it was.
      if (decisions[1]?.outcome === 'redact') expect(read).not.toContain(object.id)
    }
  })

  test('in sets of any make-up', () => {
    const secret = fc.constantFrom(...Object.values(SECRETS))
    const code = fc.constantFrom(...Object.values(CODES))
    const place = fc.constantFrom(...Object.values(PLACES))
    const clean = fc.constant(undefined)
    const entry = fc.option(fc.tuple(secret, code, place), { nil: undefined, freq: 2 })
    const links = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.array(fc.oneof(entry, clean), { minLength: 1, maxLength: 12 }),
        links,
        (entries, pairs) => {
          const planted: string[] = []
          const dirty: string[] = []
          const objects: JsonObject[] = entries.map((each) => {
            if (each === undefined) return indicator()
            const [text, write, build] = each
            planted.push(JSON.stringify(write(text)).slice(1, -1))
            const object = build(write(text))
            dirty.push(String(object.id))
            return object
          })
          for (const [from, to] of pairs) {
            const [source, target] = [objects[from % entries.length], objects[to % entries.length]]
            if (source && target) objects.push(relationship(source, target))
          }
          const decisions = decideSet(objects, settings())
          const read = everythingReadIn(decisions)
          for (const text of planted) expect(read).not.toContain(text)
          for (const id of dirty) expect(read).not.toContain(id.slice(-36))
          for (const { leaves } of leaving(decisions))
            expect(checkStixObject(leaves as JsonObject)).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('markings', () => {
  test('an object too strict goes with all that leads to it, by reference, by hash and by name', () => {
    const value = '198.51.100.77'
    const address = {
      type: 'ipv4-addr',
      spec_version: '2.1',
      value,
      id: observableId('ipv4-addr', { value }, sha1) as string,
      object_marking_refs: [tlpMarkingId('red')],
    }
    const seen = made('observed-data', {
      first_observed: TIME,
      last_observed: TIME,
      number_observed: 1,
      object_refs: [address.id],
    })
    const note = made('note', { content: `see ${address.id}`, object_refs: [OURS] })
    const free = indicator()
    const report = made('report', {
      name: 'r',
      published: TIME,
      object_refs: [address.id, free.id as string],
    })
    const decisions = decideSet([address, seen, note, free, report], settings())
    expect(outcomes(decisions)).toEqual(['block', 'block', 'block', 'allow', 'redact'])
    expect(everythingReadIn(decisions)).not.toContain(address.id.slice(-36))
    expect(reasons(decisions[1])).toEqual(['leads-to-hidden'])
  })

  test('a part too strict is taken out of a new object', () => {
    const object = indicator({
      description: 'from a wiretap',
      labels: ['phishing'],
      granular_markings: [
        { marking_ref: tlpMarkingId('red'), selectors: ['description'] },
        { marking_ref: tlpMarkingId('green'), selectors: ['labels.[0]'] },
      ],
    })
    const [decision] = decideSet([object], settings())
    expect(decision?.outcome).toBe('redact')
    expect(decision?.leaves).not.toHaveProperty('description')
    expect(decision?.leaves).toMatchObject({ labels: ['phishing'] })
  })

  test('the label of the day binds like a clearance', () => {
    const objects = [indicator({}, 'amber'), indicator({}, 'green')]
    const decisions = decideSet(objects, settings({ policy: { ...POLICY, label: 'green' } }))
    expect(outcomes(decisions)).toEqual(['block', 'allow'])
    expect(reasons(decisions[0])).toEqual(['marked-too-strict'])
  })
})

describe('a redacted object', () => {
  const object = indicator({
    description: 'mail li.wei@bank.example',
    x_case: 'case 7',
    external_references: [{ source_name: 'our tracker', external_id: '4711' }],
    labels: ['z', 'a'],
    valid_until: '2026-12-01T10:20:30.456Z',
  })
  const other = indicator()
  const link = relationship(other, object)
  const decisions = decideSet([link, object, other], settings())
  const [linked, redacted] = decisions.map(({ leaves }) => leaves)

  test('is ours and new, with nothing of the original but what may leave', () => {
    expect(redacted).toEqual({
      type: 'indicator',
      spec_version: '2.1',
      id: expect.stringMatching(/^indicator--[0-9a-f]{8}-[0-9a-f]{4}-4/),
      created: '2026-11-23T09:00:00.000Z',
      modified: '2026-11-23T09:00:00.000Z',
      created_by_ref: OURS,
      name: 'phish',
      pattern: object.pattern,
      pattern_type: 'stix',
      valid_from: '2026-11-01T10:00:00.000Z',
      valid_until: '2026-12-01T11:00:00.000Z',
      labels: ['a', 'z'],
      object_marking_refs: [tlpMarkingId('green')],
    })
  })

  test('is what others refer to, as new objects of their own', () => {
    expect(outcomes(decisions)).toEqual(['redact', 'redact', 'allow'])
    expect(linked).toMatchObject({ source_ref: other.id, target_ref: redacted?.id })
    expect(linked?.id).not.toBe(link.id)
  })

  test('that left before stands for its original in later sets', () => {
    const as = `indicator--${randomUUID()}`
    const standing = (id: string) =>
      id === object.id
        ? { as }
        : id === OURS || id === other.id
          ? ('known' as const)
          : ('hidden' as const)
    const [later] = decideSet([link], settings({ standing }))
    expect(later).toMatchObject({ outcome: 'redact', leaves: { target_ref: as } })
    expect(JSON.stringify(later?.leaves)).not.toContain(String(object.id))
  })
})

describe('what a person decides', () => {
  test('is shown as it would leave, and what refers to it waits', () => {
    const mail = indicator({
      pattern: "[email-addr:value = 'phisher@evil.example']",
      description: 'from 10.0.0.1',
    })
    const link = relationship(mail, mail)
    const report = made('report', { name: 'r', published: TIME, object_refs: [link.id as string] })
    const decisions = decideSet([mail, link, report, indicator()], settings())
    expect(outcomes(decisions)).toEqual(['review', 'wait', 'wait', 'allow'])
    expect(decisions[0]?.leaves).toMatchObject({ pattern: mail.pattern })
    expect(decisions[0]?.leaves).not.toHaveProperty('description')
    expect(decisions[0]?.leaves?.id).not.toBe(mail.id)
  })

  test('outside of the set holds its referents back', () => {
    const link = relationship(indicator(), indicator())
    const waits = decideSet([link], settings({ standing: () => 'waits' }))
    expect(outcomes(waits)).toEqual(['wait'])
  })
})

describe('restricted', () => {
  const actor = made('threat-actor', { name: 'Example Bear' })
  const victim = made('identity', {
    name: 'Example Bank',
    identity_class: 'organization',
    roles: ['victim'],
  })

  test.each([
    ['an actor', [actor], ['block'], 'attribution'],
    [
      'a custom country of an actor',
      [indicator({ x_actor_country: 'XA' })],
      ['redact'],
      'attribution',
    ],
    ['a victim', [victim], ['review'], 'victim-identity'],
    [
      'where it was sighted',
      [
        made('sighting', {
          sighting_of_ref: OURS.replace('identity', 'indicator'),
          where_sighted_refs: [OURS],
        }),
      ],
      ['block'],
      'victim-identity',
    ],
    [
      'a person',
      [made('identity', { name: 'X', identity_class: 'individual' })],
      ['review'],
      'individual',
    ],
    ['a type not agreed', [made('tool', { name: 't' })], ['block'], 'type-not-agreed'],
    [
      'a public resolver',
      [indicator({ pattern: "[ipv4-addr:value = '8.8.8.8']" })],
      ['review'],
      'benign-listed',
    ],
    [
      'a whole service',
      [indicator({ pattern: "[url:value = 'https://www.google.com/']" })],
      ['review'],
      'benign-listed',
    ],
  ] as const)('%s', (_what, objects, wanted, reason) => {
    const policy = {
      ...POLICY,
      terms: { ...POLICY.terms, types: TYPES.filter((type) => type !== 'tool') },
    }
    const decisions = decideSet([...objects], settings({ policy }))
    expect(outcomes(decisions)).toEqual(wanted)
    expect(reasons(decisions[0])).toContain(reason)
  })

  test('our own name holds nothing up where the compact names no identities', () => {
    const own = made('identity', { id: OURS, name: 'Arden', identity_class: 'organization' })
    const named = indicator({ id: 'indicator--04f36e12-252e-5e78-99d7-04b04ce8c349' })
    const seen = indicator({ pattern: "[email-addr:value = 'phisher@evil.example']" })
    const types = TYPES.filter((type) => type !== 'identity')
    const policy = { ...POLICY, terms: { ...POLICY.terms, types } }
    const decisions = decideSet([own, named, seen], settings({ policy }))
    expect(outcomes(decisions)).toEqual(['block', 'allow', 'review'])
    expect(decisions[2]?.leaves).toEqual(seen)
    // That of anybody else does.
    const other = made('identity', { name: 'Somebody', identity_class: 'organization' })
    const theirs = indicator({ created_by_ref: other.id as string })
    expect(outcomes(decideSet([other, theirs], settings({ policy })))).toEqual(['block', 'redact'])
  })

  test('attribution leaves where the compact allows it', () => {
    const policy = { ...POLICY, terms: { ...POLICY.terms, attribution: true } }
    expect(outcomes(decideSet([actor], settings({ policy })))).toEqual(['allow'])
  })

  test('one page on a service is not the service', () => {
    const page = indicator({ pattern: "[url:value = 'https://docs.google.com/forms/d/1']" })
    expect(outcomes(decideSet([page], settings()))).toEqual(['allow'])
  })
})

describe('local law', () => {
  const law = { en: 'Example Act, s. 36', zh: '《示例法》第三十六条' }
  const because = { en: 'Not to be passed on', zh: '不得对外提供' }
  const rule = (more: Record<string, Json>) => {
    const read = readLaw({ v: 1, law, rules: [{ id: 'r1', because, ...more }] })
    if (!read.ok) throw new Error(read.at)
    return { ...POLICY, laws: read.value }
  }
  const decide = (
    more: Record<string, Json>,
    object = indicator({ x_sector: { name: 'Power grid' } }),
  ) => decideSet([object], settings({ policy: rule(more) }))[0]

  test.each([
    [{ property: 'x_sector.name', matches: 'power|energy' }, 'block'],
    [{ property: '**.name', equals: 'Power grid' }, 'block'],
    [{ property: 'x_sector.*', in: ['Power grid'] }, 'block'],
    [{ all: [{ economy: ['XB'] }, { type: ['indicator'] }, { tlp: ['green'] }] }, 'block'],
    [{ any: [{ label: ['critical'] }, { not: { property: 'x_sector' } }] }, 'allow'],
    [{ economy: ['XA'] }, 'allow'],
  ] as const)('%j: %s', (when, outcome) => {
    expect(decide({ when: when as unknown as Json, outcome: 'block' })?.outcome).toBe(outcome)
  })

  test('is cited, and what it wants out is taken out', () => {
    const when = { property: 'x_sector' }
    const decision = decide({ when, outcome: 'redact', take: ['x_sector'] })
    expect(decision).toMatchObject({ outcome: 'redact', findings: [{ rule: 'law', cites: 'r1' }] })
    expect(decision?.leaves).not.toHaveProperty('x_sector')
  })

  test.each([
    [{ when: { nothing: [] }, outcome: 'block' }, 'rules[0].when'],
    [{ when: { all: [{ type: [] }] }, outcome: 'block' }, 'rules[0].when.all[0].type'],
    [{ when: { property: 'a', matches: '(' }, outcome: 'block' }, 'rules[0].when.matches'],
    [{ when: { property: 'a..b' }, outcome: 'block' }, 'rules[0].when.property'],
    [{ when: { type: ['a'] }, outcome: 'allow' }, 'rules[0].outcome'],
    [{ when: { type: ['a'] }, outcome: 'redact' }, 'rules[0].take'],
    [{ when: { type: ['a'] }, outcome: 'block', more: 1 }, 'rules[0].more'],
  ] as const)('%j is refused at %s', (more, at) => {
    expect(
      readLaw({ v: 1, law, rules: [{ id: 'r1', because, ...(more as object) }] } as Json),
    ).toEqual({
      ok: false,
      code: 'malformed',
      at,
    })
  })
})
