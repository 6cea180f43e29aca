/** Acts that wait for a second person, as that person reads them: every field, in both languages. */
import { expect, test } from 'vitest'
import { actRows } from './act-rows.ts'

const AT = '2026-11-28T03:30:00.000Z'
const NODE = 'a'.repeat(64)

/** The node's words, marked as such. */
const speaking = {
  word: (table: string, code: string) => [`${table}/${code}`, `${table}／${code}`] as const,
  nameOf: () => ({ en: 'Belmar', zh: '贝尔玛' }),
}

const rows = (move: string, act: Readonly<Record<string, unknown>>) =>
  actRows({ move: `request.${move}`, act }, speaking).map(({ name, lines }) => [name, ...lines])

test.each([
  [
    'acknowledge',
    { human: true },
    [
      [
        ['Acknowledged by a person', '经人工确认'],
        ['yes', '是'],
      ],
    ],
  ],
  [
    'accept',
    { scope: 'part', by: AT },
    [
      [
        ['Scope', '范围'],
        ['a part', '部分'],
      ],
      [
        ['Answered by', '答复时限'],
        ['2026-11-28 03:30 UTC', '2026-11-28 03:30 UTC'],
      ],
    ],
  ],
  [
    'refuse',
    { code: 'capacity', item: null },
    [
      [
        ['Refusal', '拒绝理由'],
        ['refusals/capacity', 'refusals／capacity'],
      ],
      [
        ['What is missing', '缺少的材料'],
        ['none', '无'],
      ],
    ],
  ],
  [
    'transfer',
    { to: NODE, kind: 'peer' },
    [
      [
        ['Node', '节点'],
        ['Belmar', '贝尔玛'],
      ],
      [
        ['Transferred to', '转交'],
        ['another peer', '其他节点'],
      ],
    ],
  ],
  [
    'escalate',
    { to: 'hotline', step: 2 },
    [
      [
        ['Escalate to', '升级至'],
        ['the hotline', '热线'],
      ],
      [
        ['Rung', '升级级次'],
        ['2', '2'],
      ],
    ],
  ],
  [
    'need-info',
    { items: ['headers'], questions: [2] },
    [
      [
        ['Items', '材料'],
        ['evidence/headers', 'evidence／headers'],
      ],
      [
        ['Questions', '问题'],
        ['Question 2', '第2问'],
      ],
    ],
  ],
  [
    'rate',
    { usefulness: 2, reason: 'useful' },
    [
      [
        ['Usefulness', '有用程度'],
        ['2 useful', '2：有用'],
      ],
      [
        ['Reason', '原因'],
        ['reasons/useful', 'reasons／useful'],
      ],
    ],
  ],
  [
    'dispute',
    { statement: NODE, reason: 'late' },
    [
      [
        ['Disputed statement', '所异议的声明'],
        [NODE, NODE],
      ],
      [
        ['Reason', '原因'],
        ['reasons/late', 'reasons／late'],
      ],
    ],
  ],
])('%s', (move, act, expected) => {
  expect(rows(move, act)).toEqual(expected)
})

test('an answer tells how far each question and each stretch of targets has come', () => {
  const act = {
    questions: [{ n: 1, status: 'settled' }],
    targets: [
      { from: 0, count: 214, status: 'down', at: AT },
      { from: 1200, count: 1, status: 'cannot', at: AT },
    ],
    result: 'part',
  }
  expect(rows('answer', act)).toEqual([
    [
      ['Questions', '问题'],
      ['Question 1: questions/settled', '第1问：questions／settled'],
    ],
    [
      ['Targets', '目标'],
      [
        'Targets 1–214: targets/down, 2026-11-28 03:30 UTC',
        '目标1–214：targets／down，2026-11-28 03:30 UTC',
      ],
      [
        'Targets 1,201: targets/cannot, 2026-11-28 03:30 UTC',
        '目标1,201：targets／cannot，2026-11-28 03:30 UTC',
      ],
    ],
    [
      ['Result', '结果'],
      ['in part', '部分'],
    ],
  ])
})

test('no field is left out: one of a newer node stands as it is, of many the first and how many more', () => {
  const targets = Array.from({ length: 60 }, (_, n) => ({
    from: n,
    count: 1,
    status: 'down',
    at: AT,
  }))
  const read = actRows(
    {
      move: 'request.update',
      act: { constructor: { x: 1 }, when: 'soon', targets, questions: [] },
    },
    speaking,
  )
  expect(read.map(({ field }) => field)).toEqual(['constructor', 'when', 'targets', 'questions'])
  expect(read[0]).toEqual({
    field: 'constructor',
    name: undefined,
    lines: [['{"x":1}', '{"x":1}']],
  })
  expect(read[1]?.lines).toEqual([['soon', 'soon']])
  expect(read[2]?.lines).toHaveLength(51)
  expect(read[2]?.lines.at(-1)).toEqual(['and 10 more', '另有10项'])
  expect(read[3]?.lines).toEqual([['none', '无']])
})
