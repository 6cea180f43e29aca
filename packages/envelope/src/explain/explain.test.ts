import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyEvidence } from '../evidence.ts'
import { makeEvidence } from '../evidence-file.ts'
import { type Exchange, type ExchangeChanges, exchange } from '../testing/exchange.ts'
import { createTestCrypto } from '../testing/port.ts'
import { explainEvidence, type StepState } from './explain.ts'
import { FACT_LABELS, FACT_VALUES } from './fact-texts.ts'
import { failureMessage, OPEN_MESSAGES } from './outcome-texts.ts'
import { fillBoth, readable } from './template.ts'

const crypto = createTestCrypto('explain')
let ex: Exchange

beforeAll(async () => {
  ex = await exchange(crypto)
})

const explain = async (bytes: Uint8Array, keys = ex.keys) =>
  explainEvidence(await verifyEvidence(crypto, bytes, keys))
const explainParts = (parts: Partial<Exchange['parts']>, keys = ex.keys) =>
  explain(makeEvidence({ ...ex.parts, ...parts }), keys)
const states = (steps: readonly { readonly step: string; readonly state: StepState }[]) =>
  Object.fromEntries(steps.map(({ step, state }) => [step, state]))

const NO_RECEIPT = { receipt: null, receiptOpening: null, receiptProof: null }

test('what holds is said with its values, in both languages', async () => {
  const { verdict, shows, gaps, headline, failed, reached } = await explainParts({})
  expect(verdict).toBe('holds')
  expect(failed).toBeUndefined()
  expect(gaps).toEqual([])
  expect(headline.en).toMatch(/holds/)
  expect(reached.map(({ state }) => state)).toEqual(['yes', 'yes', 'yes', 'yes'])
  expect(shows.map(({ en }) => en)).toEqual([
    'arden (arden.example) signed a statement: intel.share, TLP:GREEN, EXERCISE, dated 2026-11-23 09:00:00 UTC by its own clock.',
    'The file shows 2 of its 5 items, to the byte.',
    'arden (arden.example) put the statement into envelope 1 of epoch 1 for belmar (belmar.example).',
    'The log arden.example/log holds this envelope as entry 1 (of 2, counted from 0).',
    'The envelope existed by 2026-11-23 09:01:00 UTC, as cosigned by: cairn.',
    'belmar (belmar.example) signed a receipt for this envelope, dated 2026-11-23 09:00:00 UTC by its own clock: accepted.',
    'The receipt says that belmar (belmar.example) held the whole statement, with 5 items.',
    'The log belmar.example/log holds this receipt as entry 1 (of 2, counted from 0).',
    'The receipt existed by 2026-11-23 09:01:00 UTC, as cosigned by: cairn.',
  ])
  expect(shows[5]?.zh).toBe(
    '节点（belmar.example）签署了该信封的送达回执，自述时间为2026-11-23 09:00:00 UTC，处理结果：已接收。',
  )
})

test('a step shows who, when, where, with which suites', async () => {
  const { steps } = await explainParts({})
  const said = (step: string) =>
    Object.fromEntries(
      steps.find((one) => one.step === step)!.facts.map(({ name, value }) => [name, value.en]),
    )
  expect(said('statement-signature')).toMatchObject({
    author: 'arden.example',
    tlp: 'TLP:GREEN',
    mode: 'EXERCISE',
    suites: 'Ed25519 + ML-DSA-65',
    version: '1',
  })
  expect(said('keys')).toMatchObject({ sender_name: 'arden', receiver: 'belmar.example' })
  expect(said('sender-log')).toMatchObject({ origin: 'arden.example/log', index: '1', size: '2' })
})

test('what is not there is named, and nothing is concluded from it', async () => {
  const bare = { ...NO_RECEIPT, envelopeOpening: null, envelopeProof: null }
  const { verdict, shows, gaps, reached, steps } = await explainParts(bare)
  expect(verdict).toBe('holds')
  expect(shows).toHaveLength(3)
  expect(gaps).toHaveLength(4)
  expect(gaps.map(({ en }) => en)[2]).toMatch(/does not show that anything arrived/)
  expect(reached.map(({ state }) => state)).toEqual(['yes', 'no', 'no', 'no'])
  expect(states(steps)['receiver-log']).toBe('absent')
})

test('after a failure what rests on it was not checked, and nothing is concluded', async () => {
  const other = await exchange(crypto, { statement: { exercise: false } })
  const explained = await explainParts({ statement: other.parts.statement })
  expect(explained.verdict).toBe('fails')
  expect(explained.failed).toBe('envelope-lists-statement')
  expect(explained.shows).toEqual([])
  expect(explained.headline.en).toMatch(/NOT hold.*step 9: The envelope does not list/)
  expect(explained.reached[0]).toEqual({ name: 'signed', state: 'failed' })
  expect(states(explained.steps)).toMatchObject({
    'envelope-lists-statement': 'failed',
    'receipt-holds': 'not-checked',
    'receipt-names-envelope': 'held',
  })
  const broken = await explain(makeEvidence(ex.parts).subarray(1))
  const [first, ...others] = broken.steps.map(({ state }) => state)
  expect([first, ...new Set(others)]).toEqual(['failed', 'not-checked'])
})

test('keys of other nodes: it cannot be told, since anybody can make up nodes', async () => {
  const keys = { ...ex.keys, nodes: ex.keys.nodes.slice(0, 1) }
  const explained = await explainParts({}, keys)
  expect(explained.verdict).toBe('cannot-tell')
  expect(explained.shows).toEqual([])
  expect(explained.steps[1]?.said?.en).toMatch(/do not list this node/)
})

test('a receiver that refused is said to have refused', async () => {
  const refused: ExchangeChanges = {
    receipt: { held: [], disposition: 'refused', code: 'quota' },
  }
  const { parts, keys } = await exchange(crypto, refused)
  const { shows, steps, verdict } = await explain(makeEvidence(parts), keys)
  expect(verdict).toBe('holds')
  expect(shows.some(({ en }) => en.endsWith(': refused.'))).toBe(true)
  expect(shows.some(({ zh }) => zh.endsWith('：已拒收。'))).toBe(true)
  expect(states(steps)['receipt-holds']).toBe('says-less')
})

describe('a quorum by groups', () => {
  const policy = (quorum: string) => {
    const [witness = ''] = ex.keys.policy.split('\n')
    const other = ex.sender.identity.witness.vkey
    const groups = 'group north any cairn\ngroup south any arden\ngroup blocs all north south\n'
    return `${witness}\nwitness arden ${other}\n${groups}quorum ${quorum}\n`
  }

  test('met', async () => {
    const { steps } = await explainParts({}, { ...ex.keys, policy: policy('north') })
    expect(steps.find(({ step }) => step === 'sender-witness')?.quorum).toMatchObject({
      name: 'north',
      isMet: true,
      threshold: 1,
      members: [{ name: 'cairn', isMet: true, time: '2026-11-23T09:01:00.000Z' }],
    })
  })

  test('not met: which group lacks whom', async () => {
    const { steps, verdict } = await explainParts({}, { ...ex.keys, policy: policy('blocs') })
    expect(verdict).toBe('fails')
    expect(steps.find(({ step }) => step === 'sender-witness')).toMatchObject({
      state: 'failed',
      code: 'witness-quorum',
      quorum: {
        threshold: 2,
        members: [
          { name: 'north', isMet: true },
          { name: 'south', isMet: false, members: [{ name: 'arden', isMet: false, time: null }] },
        ],
      },
    })
  })
})

test('a cosignature of a time that no calendar holds is no crash', async () => {
  const far = await exchange(crypto, { cosigned: Number.MAX_SAFE_INTEGER })
  const { verdict, shows } = await explain(makeEvidence(far.parts), far.keys)
  expect(verdict).toBe('holds')
  expect(shows[4]?.en).toContain('9007199254740991 s')
})

test('every text is Chinese in Chinese and English in English', async () => {
  const { steps, shows, limits } = await explainParts({})
  const texts = [
    ...Object.values(FACT_LABELS).filter(({ en }) => en !== 'TLP'),
    ...Object.values(FACT_VALUES).flatMap((words) => Object.values(words)),
    ...Object.values(OPEN_MESSAGES),
    ...steps.flatMap(({ title, proves, doesNotProve }) => [title, proves, doesNotProve]),
    ...shows.slice(3, 5),
    limits,
  ]
  for (const { en, zh } of texts) {
    expect(en).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/)
    expect(zh).toMatch(/[\u4e00-\u9fff]/)
    expect(zh).not.toMatch(/[\u4e00-\u9fff][,:;?!()]|[,:;?!()][\u4e00-\u9fff]/)
  }
})

test('every fact has a label, every code a sentence of its own', async () => {
  const source = readFileSync(new URL('outcome-texts.ts', import.meta.url), 'utf8')
  const unlabelled = (await explainParts({})).steps
    .flatMap(({ facts }) => facts)
    .filter(({ name }) => !Object.hasOwn(FACT_LABELS, name))
  expect(unlabelled).toEqual([])
  const seen = new Set<string>()
  const file = makeEvidence(ex.parts)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(file.length - 1),
      fc.integer({ min: 1, max: 127 }),
      async (at, mask) => {
        const bytes = Uint8Array.from(file)
        bytes[at] = bytes[at]! ^ mask
        for (const { code } of (await explain(bytes)).steps) if (code) seen.add(code)
      },
    ),
    { numRuns: 100 },
  )
  for (const code of seen) expect(source).toMatch(new RegExp(`\\b${code}\\b`))
  expect(failureMessage('file', 'no-such-code').en).toMatch(/code says why/)
})

test('values are put in as they are, also ones that look like a template', () => {
  const template = { en: 'a {x} {y}', zh: '甲{x}{y}' }
  expect(fillBoth(template, { x: '{y}', y: '$&' })).toEqual({ en: 'a {y} $&', zh: '甲{y}$&' })
  expect(fillBoth(template, { toString: 'x' }).en).toBe('a {x} {y}')
  expect(readable('2026-11-23T09:00:00.120Z')).toBe('2026-11-23 09:00:00.120 UTC')
  expect(readable('9007199254740991 s')).toBe('9007199254740991 s')
})
