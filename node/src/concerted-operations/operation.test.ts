import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningNode, startNode } from '../node.ts'
import { listNotices } from '../notifications/feed.ts'
import { accepted, REQUEST_TERMS } from '../testing/desks.ts'
import { keysIn, setUpNode, waitFor } from '../testing/pair.ts'
import { importPlaybook } from './cacao/import-playbook.ts'
import type { OperationDesk, OperationSummary, PlanDraft } from './operation-desk.ts'

const NAMES = ['arden', 'belmar', 'cairn'] as const
type Name = (typeof NAMES)[number]

let folder: string
let ahead = 0
const nodes = {} as Record<Name, RunningNode>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-trio-'))
  for (const name of NAMES) {
    const { config } = await setUpNode(join(folder, name), name === 'arden' ? 'a' : 'b')
    const keys = await keysIn(config.dataDir)
    nodes[name] = await startNode({ config, secrets: {}, keys, now: () => Date.now() + ahead })
  }
  for (const [i, one] of NAMES.entries()) for (const two of NAMES.slice(i + 1)) await meet(one, two)
  await agree()
})

afterAll(async () => {
  await Promise.all(NAMES.map((name) => nodes[name].stop()))
  await rm(folder, { recursive: true })
})

async function meet(one: Name, two: Name): Promise<void> {
  const [a, b] = [nodes[one], nodes[two]]
  const seenByA = accepted(await a.parts.peers.add(b.url))
  const seenByB = accepted(await b.parts.peers.add(a.url))
  accepted(await a.parts.peers.confirm(seenByA.node, seenByB.safetyNumber))
  accepted(await b.parts.peers.confirm(seenByB.node, seenByA.safetyNumber))
}

async function agree(): Promise<void> {
  const proposed = accepted(
    await nodes.arden.parts.compacts.propose({
      peers: [id('belmar'), id('cairn')],
      title: { en: 'Operations', zh: '行动' },
      text: [],
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms: { requests: REQUEST_TERMS },
    }),
  )
  const version = proposed.proposals[0]?.digest ?? ''
  for (const name of ['belmar', 'cairn'] as const) {
    const { compacts } = nodes[name].parts
    await waitFor(async () => (await compacts.list()).length === 1)
    accepted(await compacts.sign(version))
  }
  for (const name of NAMES) {
    await waitFor(async () => (await nodes[name].parts.compacts.list())[0]?.status === 'in-force')
  }
}

const id = (name: Name) => nodes[name].parts.context.own.node
const desk = (name: Name): OperationDesk => nodes[name].parts.people.operations
const both = (en: string, zh: string) => ({ en, zh })
const inAnHour = () => new Date(Date.now() + ahead + 3_600_000).toISOString()

function plan(): PlanDraft {
  return {
    start: inAnHour(),
    steps: [
      { id: 'seize', party: 0, action: 'sinkhole', after: [] },
      { id: 'block', party: 1, action: 'block', after: ['seize'] },
      { id: 'warn', party: 2, action: 'notify', after: ['block'] },
    ],
    words: {
      title: both('Botnet', '僵尸网络'),
      purpose: both('Take it down together', '共同予以清除'),
      steps: { seize: both('Sinkhole', '接管域名') },
    },
  }
}

async function everywhere(
  operation: string,
  isSo: (summary: OperationSummary) => boolean,
): Promise<void> {
  for (const name of NAMES) {
    await waitFor(async () => {
      const shown = await desk(name).show(operation)
      return shown.ok && isSo(shown.value)
    })
  }
}

async function told(name: Name, operation: string, exercise = false): Promise<string[]> {
  await nodes[name].parts.people.sweep()
  const notices = await listNotices(nodes[name].parts.context, { exercise, limit: 500 })
  return notices.filter(({ subject }) => subject === operation).map(({ kind }) => kind)
}

describe('an operation of three nodes', () => {
  let operation: string

  test('a plan reaches every party, which is asked for its go', async () => {
    const proposed = accepted(
      await desk('arden').propose([id('belmar'), id('cairn')], plan(), false),
    )
    operation = proposed.id
    await everywhere(operation, ({ view }) => view.silent.length === 2)
    expect(await told('belmar', operation)).toEqual(['operation-asked'])
    expect(await told('arden', operation)).toEqual([])
    expect(await desk('belmar').launch(operation)).toMatchObject({ code: 'not-yours' })
    expect(await desk('arden').launch(operation)).toMatchObject({ code: 'not-agreed' })
  })

  test('words that the release desk holds are said in no plan, new or amended', async () => {
    const held = plan()
    const peers = [id('belmar'), id('cairn')]
    const known = (await desk('arden').list(false)).length
    const saying = (zh: string) => ({
      ...held,
      words: { ...held.words, purpose: both('Take it down together', zh) },
    })
    for (const [text, code] of [
      ['请联系 11010519491231002X', 'release-review'],
      ['登录 build01.corp.internal', 'release-review'],
      ['TLP:RED 不得外传', 'release-blocked'],
    ] as const) {
      const refused = await desk('arden').propose(peers, saying(text), false)
      expect(refused).toMatchObject({ code, at: expect.stringContaining('content.purpose.zh') })
      expect(await desk('arden').amend(operation, saying(text))).toMatchObject({ code })
    }
    expect(await desk('arden').list(false)).toHaveLength(known)
    expect(accepted(await desk('arden').show(operation)).state.round).toBe(1)
  })

  test('go and no-go of each; launched only when all say go', async () => {
    const go = { round: 1, decision: 'go', reason: 'plan' } as const
    accepted(await desk('belmar').decide(operation, go))
    accepted(await desk('cairn').decide(operation, { ...go, decision: 'no-go', reason: 'timing' }))
    await everywhere(operation, ({ view }) => view.silent.length === 0)
    expect(await desk('arden').launch(operation)).toMatchObject({ code: 'not-agreed' })
    accepted(await desk('arden').amend(operation, plan()))
    await everywhere(operation, ({ state }) => state.round === 2)
    expect(await desk('cairn').decide(operation, go)).toMatchObject({ code: 'old-round' })
    for (const name of ['belmar', 'cairn'] as const) {
      accepted(await desk(name).decide(operation, { ...go, round: 2 }))
    }
    await everywhere(operation, ({ state }) => state.phase === 'agreed')
    expect(await told('arden', operation)).toEqual(['operation-ready'])
    accepted(await desk('arden').launch(operation))
    await everywhere(operation, ({ view }) => view.status === 'counting-down')
  })

  test('steps begin at the common start, each after what it waits for', async () => {
    expect(await desk('arden').step(operation, 'seize', 'done')).toMatchObject({
      code: 'too-early',
    })
    ahead += 3_700_000
    expect(await told('arden', operation)).toContain('operation-step')
    expect(await told('belmar', operation)).not.toContain('operation-step')
    expect(await desk('belmar').step(operation, 'block', 'done')).toMatchObject({
      code: 'step-waits',
    })
    accepted(await desk('arden').step(operation, 'seize', 'done'))
    await everywhere(operation, ({ state }) => state.steps.seize?.status === 'done')
    expect(await told('belmar', operation)).toContain('operation-step')
    accepted(await desk('belmar').step(operation, 'block', 'running'))
    accepted(await desk('belmar').step(operation, 'block', 'done'))
    await everywhere(operation, ({ state }) => state.steps.block?.status === 'done')
    accepted(await desk('cairn').step(operation, 'warn', 'done'))
    await everywhere(operation, ({ view }) => view.passed === 3)
    accepted(await desk('arden').close(operation, { result: 'succeeded' }))
    await everywhere(operation, ({ state }) => state.phase === 'closed')
    const [first, ...others] = await Promise.all(
      NAMES.map(async (name) => accepted(await desk(name).show(operation)).state),
    )
    for (const state of others) expect(state).toEqual(first)
  })

  test('the plan leaves as a CACAO playbook and comes back', async () => {
    const playbook = accepted(await desk('cairn').playbook(operation))
    const read = importPlaybook(JSON.parse(JSON.stringify(playbook)))
    expect(read.faults).toEqual([])
    expect(read.playbook?.steps.map(({ id: step }) => step).toSorted()).toEqual([
      'block',
      'seize',
      'warn',
    ])
  })

  test('any party aborts it for all; a drill stays apart', async () => {
    const proposed = accepted(
      await desk('belmar').propose([id('arden'), id('cairn')], plan(), true),
    )
    await everywhere(proposed.id, ({ exercise }) => exercise)
    accepted(await desk('cairn').abort(proposed.id, { reason: 'risk' }))
    await everywhere(proposed.id, ({ state }) => state.phase === 'aborted')
    expect(await told('belmar', proposed.id, true)).toEqual(['operation-aborted'])
    for (const name of NAMES) {
      expect((await desk(name).list(false)).map((entry) => entry.id)).toEqual([operation])
      expect((await desk(name).list(true)).map((entry) => entry.id)).toEqual([proposed.id])
      expect(await told(name, proposed.id)).toEqual([])
    }
  })

  test('who has no compact with us takes part in nothing', async () => {
    const stranger = 'ab'.repeat(32)
    expect(await desk('arden').propose([stranger], plan(), false)).toMatchObject({
      code: 'party-unknown',
    })
    const cycle = plan().steps.map((step) => ({ ...step, after: ['warn'] }))
    expect(
      await desk('arden').propose([id('belmar'), id('cairn')], { ...plan(), steps: cycle }, false),
    ).toMatchObject({ code: 'step-cycle' })
  })
})
