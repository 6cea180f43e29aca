import { accepted, type Desks, phishing } from '@concert/node/testing/desks'
import { indicators, type Side, waitFor } from '@concert/node/testing/pair'
import type { World } from './console-world.ts'

/** So many requests of each side are handled: as many as it takes for a number to be told. */
const HANDLED = 5

/** Puts something behind the numbers of a scorecard, and has both sides sign one. */
export async function seedScorecard({ desks }: World): Promise<void> {
  const asked = await Promise.all(
    Array.from({ length: HANDLED }, async (_, i) => [
      await ask(desks, 'a', i),
      await ask(desks, 'b', i),
    ]),
  )
  const all = asked.flat()
  await desks.rest()
  const at = new Date().toISOString()
  await say(desks, all, (asker) => [other(asker), 'acknowledge', { human: true }])
  await say(desks, all, (asker) => {
    const targets = [{ from: 0, count: asker === 'a' ? 2 : 1, status: 'down', at }]
    return [other(asker), 'answer', { questions: [], targets, result: 'complete' }]
  })
  await say(desks, all, (asker) => [asker, 'rate', { usefulness: 2, reason: 'useful' }])
  const period = { from: '2026-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' }
  accepted(await desks.desk('a').scorecards.propose(desks.node('b'), period))
  await waitFor(async () => {
    await desks.rest()
    const [line] = await desks.desk('a').scorecards.list()
    return line?.state === 'agreed'
  })
}

const other = (side: Side): Side => (side === 'a' ? 'b' : 'a')

interface Asked {
  readonly asker: Side
  readonly id: string
}

async function ask(desks: Desks, asker: Side, i: number): Promise<Asked> {
  const { drafts } = desks.desk(asker)
  const targets = [`one-${asker}${i}.example`, `two-${asker}${i}.example`]
  const kept = accepted(await drafts.keep(phishing(desks.node(other(asker))), targets, undefined))
  return { asker, id: accepted(await drafts.send(kept.draft.id)).id }
}

/** Makes one move in each request, then waits until both sides hold all of them. */
async function say(
  desks: Desks,
  all: readonly Asked[],
  moveOf: (asker: Side) => readonly [by: Side, move: string, act: object],
): Promise<void> {
  for (const { asker, id } of all) {
    const [by, move, act] = moveOf(asker)
    const order = { move: `request.${move}`, act } as unknown as Order
    accepted(await desks.desk(by).move(id, order))
  }
  await desks.rest()
}

type Order = Parameters<ReturnType<Desks['desk']>['move']>[1]

const both = (en: string, zh: string) => ({ en, zh })

/** A plan of three steps of two parties. @param start - RFC 3339 */
function plan(start: string, title: ReturnType<typeof both>) {
  return {
    start,
    steps: [
      { id: 'seize', party: 0, action: 'sinkhole', after: [] },
      { id: 'block', party: 1, action: 'block', after: ['seize'] },
      { id: 'warn', party: 0, action: 'notify', after: ['block', 'seize'] },
    ],
    words: {
      title,
      purpose: both('Take the control servers away at the same time.', '同时切断控制服务器。'),
      steps: {
        seize: both('Sinkhole the forty domains', '接管四十个域名'),
        block: both('Block the addresses at the border', '在边界封堵相关地址'),
        warn: both('Tell the operators concerned', '通知相关运营者'),
      },
    },
  } as const
}

/** One operation under way, proposed by `a`; one that waits for the word of `a`; one that is a drill. */
export async function seedOperations({ desks }: World): Promise<void> {
  const at = (side: Side) => desks.pair[side].parts.people.operations
  const [soon, past] = [3_600_000, -60_000].map((ms) => new Date(Date.now() + ms).toISOString())
  const botnet = both('Botnet Meridian, taken down together', '共同清除“子午线”僵尸网络')
  const running = accepted(
    await at('a').propose([desks.node('b')], plan(past ?? '', botnet), false),
  )
  const asked = both('Phishing kits of one maker', '同一作者的钓鱼工具包')
  accepted(await at('b').propose([desks.node('a')], plan(soon ?? '', asked), false))
  const drill = both('Drill: a botnet is taken down', '演练：清除僵尸网络')
  accepted(await at('b').propose([desks.node('a')], plan(soon ?? '', drill), true))
  await waitFor(async () => (await at('b').show(running.id)).ok)
  const go = { round: 1, decision: 'go', reason: 'plan' } as const
  accepted(await at('b').decide(running.id, go))
  await waitFor(async () => accepted(await at('a').show(running.id)).state.phase === 'agreed')
  accepted(await at('a').launch(running.id))
  await desks.rest()
}

const OFFICE = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' }

/** Contacts of both sides, a rota with a hand-over that waits, and ping tests of every kind. */
export async function seedDirectory({ desks }: World): Promise<void> {
  const at = (side: Side) => desks.pair[side].parts.people
  const add = async (
    side: Side,
    role: 'technical' | 'policy' | 'hotline',
    name: string,
    phone: string,
    windows: (typeof OFFICE)[] = [],
  ) => {
    const hours = { zone: 'Asia/Shanghai', windows }
    const reach = { email: `${role}@example.test`, phone, pgp: null }
    const card = { name, hours, languages: ['zh', 'en'], ...reach }
    return accepted(await at(side).contacts.add({ role, card })).id
  }
  const mara = await add('a', 'technical', 'Mara Lindqvist', '+47 555 0100')
  const jonas = await add('a', 'policy', 'Jonas Ek', '+47 555 0101', [OFFICE])
  const hotline = await add('b', 'hotline', '贝尔玛热线', '+86 10 5550 0199')
  for (const id of [hotline, await add('b', 'technical', 'Belmar desk', '+86 10 5550 0198')]) {
    accepted(await at('b').contacts.share(id, desks.node('a')))
  }
  const now = Date.now()
  const always = { zone: 'UTC', windows: [] }
  const shift = { line: 'duty', contact: mara, hours: always, starts: now, ends: null } as const
  accepted(await at('a').rota.add(shift))
  const note = 'Two requests are open; Belmar calls back at 20:00.'
  accepted(await at('a').rota.offer('duty', jonas, now + 43_200_000, note))
  const asked = accepted(await at('a').pings.ask(desks.node('b'), 'hotline', 60, false))
  await waitFor(async () => (await at('b').pings.list({ exercise: false })).length === 1)
  accepted(await at('b').pings.answer(asked.id, 'hotline', 'wei'))
  accepted(await at('b').pings.ask(desks.node('a'), 'technical', 120, false))
  accepted(await at('b').pings.ask(desks.node('a'), 'hotline', 120, true))
  await waitFor(async () => (await at('a').pings.list({ exercise: true })).length === 1)
  await at('b').pings.schedule({
    peer: desks.node('a'),
    role: 'policy',
    everyMinutes: 10_080,
    withinMinutes: 240,
  })
}

/** A request of `a` that `b` refuses in English alone: its note waits for a translation. */
export async function seedTexts({ desks }: World): Promise<string> {
  const id = await desks.send('a', phishing(desks.node('b')), ['translate.example'])
  accepted(await desks.move('b', id, 'acknowledge', { human: true }))
  const text = 'The phishing site is behind a network operator that we cannot reach.'
  const note = { original: { lang: 'en', text }, translation: null, authoritative: 'original' }
  const refusal = { code: 'capacity', item: null }
  accepted(await desks.move('b', id, 'refuse', refusal, { note, answers: [], evidence: [] }))
  return id
}

/** Objects of both sides, so that there is something to count. */
export async function seedObjects({ desks: { pair } }: World): Promise<void> {
  await pair.b.parts.intelligence.importObjects(indicators(pair.b, 0, 9))
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 12))
}
