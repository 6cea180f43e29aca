import { utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { formatVkey } from './keys.ts'
import { formatNote, withSignatures } from './note.ts'
import { cosignText } from './note-verify.ts'
import { evaluateQuorum, openUnderPolicy, type Policy } from './policy.ts'
import { formatPolicy, parsePolicy } from './policy-text.ts'
import { KEY_TYPES } from './signature-types.ts'
import { logSigner, sha256, testCrypto, testKey, witnessSigner } from './testing/port.ts'

const log = logSigner('arden.example/log')
const names = ['X1', 'X2', 'X3', 'Y1', 'Y2'] as const
const signers = new Map(names.map((name) => [name as string, witnessSigner(`${name}.example`)]))
const keyOf = (name: string) => signers.get(name)!.key
const witnessLine = (name: string) => `witness ${name} ${formatVkey(keyOf(name))}`
const LOG = `log ${formatVkey(log.key)} https://arden.example/log`
const TWO_LEVELS = [
  '# one bloc each',
  LOG,
  '',
  ...names.map(witnessLine),
  '\t group  X-witnesses\t2 X1 X2 X3 ',
  'group Y-witnesses any Y1 Y2',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
  '',
].join('\n')

function policyOf(text: string): Policy {
  const policy = parsePolicy(sha256, text)
  if (!policy.ok) throw new Error(`${policy.code} ${policy.at}`)
  return policy.value
}

describe('policy text', () => {
  test('the two-level example of the specification', () => {
    const policy = policyOf(TWO_LEVELS)
    expect(policy.logs).toEqual([{ key: log.key, url: 'https://arden.example/log' }])
    expect(policy.witnesses.map(({ name }) => name)).toEqual(names)
    expect(policy.groups.map(({ threshold }) => threshold)).toEqual([2, 1, 2])
    expect(parsePolicy(sha256, utf8(TWO_LEVELS))).toEqual({ ok: true, value: policy })
    expect(policyOf(formatPolicy(policy))).toEqual(policy)
  })

  test('a quorum of none needs nothing else', () => {
    expect(policyOf('quorum none\n')).toEqual({
      logs: [],
      witnesses: [],
      groups: [],
      quorum: 'none',
    })
  })

  const x1 = witnessLine('X1')
  const x2 = witnessLine('X2')
  const sameKey = formatVkey(testKey('other', KEY_TYPES.cosignature, keyOf('X1').pub))
  test.each([
    ['no quorum', `${x1}\n`, 'quorum'],
    ['two quorums', 'quorum none\nquorum none\n', 'lines[2].quorum'],
    ['a quorum of an unknown name', 'quorum X1\n', 'lines[1].name'],
    ['a quorum before its witness', `quorum X1\n${x1}\n`, 'lines[1].name'],
    ['a quorum of two names', `${x1}\n${x2}\nquorum X1 X2\n`, 'lines[3].quorum'],
    ['an unknown keyword', 'wittness\nquorum none\n', 'lines[1].keyword'],
    ['a keyword in capitals', 'Quorum none\n', 'lines[1].keyword'],
    ['a comment after a line', 'quorum none # really\n', 'lines[1].quorum'],
    ['a witness named none', `${x1.replace('X1', 'none')}\nquorum none\n`, 'lines[1].name'],
    ['one name twice', `${x1}\n${x2.replace('X2', 'X1')}\nquorum X1\n`, 'lines[2].name'],
    ['one key twice', `${x1}\nwitness X9 ${sameKey}\nquorum X1\n`, 'lines[2].duplicate'],
    ['one log twice', `${LOG}\n${LOG}\nquorum none\n`, 'lines[2].duplicate'],
    ['a witness without a key', 'witness X1\nquorum X1\n', 'lines[1].witness'],
    ['a log without a key', 'log\nquorum none\n', 'lines[1].log'],
    ['a fourth word', `${LOG} more\nquorum none\n`, 'lines[1].log'],
    ['a bad key', 'log a+b+c\nquorum none\n', 'lines[1].vkey'],
    ['a witness key as a log', `log ${formatVkey(keyOf('X1'))}\nquorum none\n`, 'lines[1].vkey'],
    ['a log key as a witness', `witness a ${formatVkey(log.key)}\nquorum a\n`, 'lines[1].vkey'],
    ['an empty group', `${x1}\ngroup g any\nquorum X1\n`, 'lines[2].group'],
    ['a member twice', `${x1}\ngroup g any X1 X1\nquorum g\n`, 'lines[2].member'],
    [
      'a member of two groups',
      `${x1}\n${x2}\ngroup g any X1 X2\ngroup h any X1\nquorum g\n`,
      'lines[4].member',
    ],
    ['a member that comes later', `group g any X1\n${x1}\nquorum g\n`, 'lines[1].member'],
    ['a group in itself', `${x1}\ngroup g any X1 g\nquorum g\n`, 'lines[2].member'],
    ['none as a member', `${x1}\ngroup g any none\nquorum g\n`, 'lines[2].member'],
    ['a threshold of 0', `${x1}\ngroup g 0 X1\nquorum g\n`, 'lines[2].threshold'],
    ['a threshold above the members', `${x1}\ngroup g 2 X1\nquorum g\n`, 'lines[2].threshold'],
    ['a threshold of 01', `${x1}\ngroup g 01 X1\nquorum g\n`, 'lines[2].threshold'],
    ['a group named as a witness', `${x1}\ngroup X1 any X1\nquorum X1\n`, 'lines[2].name'],
    ['a carriage return', 'quorum none\r\n', 'text'],
    ['a delete', 'quorum none\n#\u007f\n', 'text'],
  ])('%s is refused', (_, text, at) => {
    expect(parsePolicy(sha256, text)).toMatchObject({ ok: false, at })
  })

  test('names are told apart by their bytes', () => {
    const kelvin = x1.replace('X1', '\u212a')
    expect(parsePolicy(sha256, `${kelvin}\nquorum K\n`).ok).toBe(false)
    expect(parsePolicy(sha256, `${kelvin}\nquorum \u212a\n`).ok).toBe(true)
    expect(parsePolicy(sha256, Uint8Array.of(0x23, 0xff, 0x0a)).ok).toBe(false)
  })

  test('32 logs, witnesses and groups fit', () => {
    const range = Array.from({ length: 32 }, (_, i) => i)
    const text = [
      ...range.map((i) => `log ${formatVkey(logSigner(`log${i}`).key)}`),
      ...range.map((i) => `witness w${i} ${formatVkey(witnessSigner(`w${i}`).key)}`),
      ...range.map((i) => `group g${i} all w${i}${i > 0 ? ` g${i - 1}` : ''}`),
      'quorum g31',
    ].join('\n')
    const policy = policyOf(text)
    const keys = policy.witnesses.map(({ key }) => key)
    expect(evaluateQuorum(policy, keys).isMet).toBe(true)
    expect(evaluateQuorum(policy, keys.slice(1)).isMet).toBe(false)
  })
})

describe('quorum', () => {
  const policy = policyOf(TWO_LEVELS)

  test('is two of X and one of Y, for every set of cosigners', () => {
    fc.assert(
      fc.property(fc.subarray([...names]), (present) => {
        const state = evaluateQuorum(policy, present.map(keyOf))
        const count = (bloc: string) => present.filter((name) => name.startsWith(bloc)).length
        expect(state.isMet).toBe(count('X') >= 2 && count('Y') >= 1)
        expect(state.witnessed).toEqual(present)
      }),
    )
  })

  test('counts one key once, however often it comes and under whatever name', () => {
    const [first, second] = policy.witnesses
    const doubled = { ...policy, witnesses: [first!, { ...second!, key: first!.key }] }
    const group = { ...doubled, groups: [{ name: 'g', threshold: 2, members: ['X1', 'X2'] }] }
    const twice = [first!.key, first!.key]
    expect(evaluateQuorum({ ...group, quorum: 'g' }, twice).isMet).toBe(false)
    const repeated = { ...policy, groups: [{ name: 'g', threshold: 2, members: ['X1', 'X1'] }] }
    expect(evaluateQuorum({ ...repeated, quorum: 'g' }, twice).isMet).toBe(false)
  })

  test('ignores keys that are not in the policy, also with a known public key', () => {
    const renamed = testKey('other', KEY_TYPES.cosignature, keyOf('X1').pub)
    expect(evaluateQuorum(policy, [renamed]).witnessed).toEqual([])
  })

  test('none is always met, an unknown name never', () => {
    expect(evaluateQuorum({ ...policy, quorum: 'none' }, []).isMet).toBe(true)
    expect(evaluateQuorum({ ...policy, quorum: 'missing' }, []).isMet).toBe(false)
  })
})

test('a checkpoint is opened under a policy', async () => {
  const checkpoint = { origin: log.key.name, size: 1, root: sha256(new Uint8Array(1)) }
  const note = await signCheckpoint(log, checkpoint)
  const policy = policyOf(TWO_LEVELS)
  const cosignedBy = async (present: readonly string[]) => {
    const lines = present.map((name) => cosignText(signers.get(name)!, note.text, 5))
    return formatNote(withSignatures(note, await Promise.all(lines)))
  }
  const met = await openUnderPolicy(testCrypto, await cosignedBy(['X1', 'X3', 'Y2']), policy)
  expect(met.ok && met.value.witnessed).toEqual(['X1', 'X3', 'Y2'])
  expect(await openUnderPolicy(testCrypto, await cosignedBy(['X1', 'Y1', 'Y2']), policy)).toEqual({
    ok: false,
    code: 'quorum-unmet',
    at: 'X-and-Y',
  })
  const all = await cosignedBy([...names])
  expect(await openUnderPolicy(testCrypto, all, policy, 4)).toMatchObject({ code: 'quorum-unmet' })
  const unknown = { ...policy, logs: [] }
  expect(await openUnderPolicy(testCrypto, all, unknown)).toMatchObject({ code: 'unknown-log' })
})
