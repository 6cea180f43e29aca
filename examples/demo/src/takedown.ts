import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { RequestDetail } from '@concert/node'
import { concert, concertJson } from './processes.ts'
import type { Side } from './sides.ts'
import { until } from './steps.ts'

const URLS = 200
/** Given twice, once of them made harmless to click: the desk keeps one of each. */
const TWICE = 3
const DOWN = 150

/** What became of the takedown, on both sides. */
export interface Takedown {
  readonly id: string
  readonly targets: number
  readonly duplicates: number
  /** The checklist item that stopped the first attempt. */
  readonly stopped: string
  readonly down: number
  readonly relapses: number
  readonly phase: string
  readonly usefulness: number | null
  /** Whether both nodes fold the same state and the same clocks from the same messages. */
  readonly alike: boolean
}

/** Tells of a step as it happens. */
export type Tell = (
  key: 'stopped' | 'asked' | 'clock' | 'worked' | 'relapsed' | 'rated',
  values: Readonly<Record<string, string | number>>,
) => void

/** A U1 phishing takedown with 200 URLs, from an incomplete draft to its rating. */
export async function takeDown(
  a: Side,
  b: Side,
  folder: string,
  lang: 'en' | 'zh',
  tell: Tell,
): Promise<Takedown> {
  const file = join(folder, 'phishing-urls.txt')
  await writeFile(file, await urls())
  const draft = [
    ...['request', 'new', '--peer', b.node, '--data', a.folder],
    ...['--template', 'phishing-takedown', '--harm', 'victims-now', '--targets', file],
    ...['--title-en', 'Wallets imitated', '--title-zh', '仿冒数字钱包'],
    ...['--harm-en', 'Customers lose money.', '--harm-zh', '客户正遭受资金损失。'],
  ]
  const first = await concertJson<{ draft: { id: number } }>(...draft)
  const stopped = await stoppedAt(a, first.draft.id)
  tell('stopped', { item: await itemInWords(a, stopped, lang) })
  const kept = await concertJson<{
    draft: { id: number }
    targets: { accepted: number; duplicates: number }
  }>(...draft, '--verified', 'Opened each page by hand.')
  await concertJson('request', 'discard', String(first.draft.id), '--data', a.folder)
  const sent = ['request', 'send', String(kept.draft.id), '--data', a.folder]
  const { id } = await concertJson<{ id: string }>(...sent)
  const { accepted, duplicates } = kept.targets
  tell('asked', { targets: accepted, duplicates, id: id.slice(0, 12) })
  const arrived = await bothHave(a, b, id, (detail) => detail.view.started !== null)
  tell('clock', {
    acknowledge: new Date(arrived.view.acknowledge.due ?? 0).toISOString(),
    answer: new Date(arrived.view.answer.due ?? 0).toISOString(),
  })
  await handle(a, b, id, tell)
  const [atA, atB] = [await show(a, id), await show(b, id)]
  return {
    id,
    targets: atB.targets.total,
    duplicates,
    stopped,
    down: atB.targets.byStatus.down ?? 0,
    relapses: atB.targets.relapses,
    phase: atA.phase,
    usefulness: atB.usefulness,
    alike: JSON.stringify(sharedOf(atA)) === JSON.stringify(sharedOf(atB)),
  }
}

async function handle(a: Side, b: Side, id: string, tell: Tell): Promise<void> {
  await say(b, 'acknowledge', id)
  await say(b, 'accept', id)
  await say(b, 'partial', id, '--target', `0-${DOWN - 1}=down`)
  await say(b, 'answer', id, '--target', `${DOWN}-${URLS - 1}=not-ours`)
  const worked = await bothHave(a, b, id, ({ phase }) => phase === 'answered')
  tell('worked', { down: worked.targets.byStatus.down ?? 0 })
  await say(a, 'update', id, '--target', '7=up')
  await bothHave(a, b, id, ({ targets }) => targets.relapses === 1)
  await say(b, 'update', id, '--target', '7=down')
  await bothHave(a, b, id, ({ targets }) => targets.byStatus.down === DOWN)
  tell('relapsed', { url: 7 })
  await say(a, 'rate', id, '--usefulness', '3', '--reason', 'useful')
  await say(a, 'close', id, '--reason', 'resolved')
  const closed = await bothHave(a, b, id, ({ phase }) => phase === 'closed')
  tell('rated', { points: closed.usefulness ?? 0 })
}

async function say(side: Side, move: string, ...words: readonly string[]): Promise<void> {
  await concertJson('request', move, ...words, '--data', side.folder)
}

/** The checklist stops what its receiver would refuse; names the item. */
async function stoppedAt(side: Side, draft: number): Promise<string> {
  const words = ['request', 'send', String(draft), '--data', side.folder, '--json']
  const refused = await concert(...words)
  const { error } = JSON.parse(refused.err) as { error: { code: string; at?: string } }
  if (refused.code === 0 || error.code !== 'checklist') throw new Error('the checklist let it go')
  return error.at ?? ''
}

/** What the node calls an item of its checklists, to people. */
async function itemInWords(side: Side, item: string, lang: 'en' | 'zh'): Promise<string> {
  type Words = { evidence: Record<string, { en: string; zh: string }> }
  const answer = await side.admin.get<Words>('/api/v1/requests/words')
  const words = answer.ok ? answer.value.evidence[item] : undefined
  if (!words) throw new Error(`no words for ${item}`)
  return words[lang]
}

async function show(side: Side, id: string): Promise<RequestDetail> {
  const answer = await side.admin.post<RequestDetail>('/api/v1/requests/show', { json: { id } })
  if (!answer.ok) throw new Error(`${side.name}: ${answer.sentence.en}`)
  return answer.value
}

/** Waits until both sides show a state, with all that was said told of. */
async function bothHave(
  a: Side,
  b: Side,
  id: string,
  wanted: (detail: RequestDetail) => boolean,
): Promise<RequestDetail> {
  let seen: RequestDetail | undefined
  await until(async () => {
    for (const side of [a, b]) {
      const answer = await side.admin.post<RequestDetail>('/api/v1/requests/show', { json: { id } })
      if (!answer.ok || !wanted(answer.value)) return false
      if (answer.value.events.some(({ heard }) => heard === null)) return false
      seen = answer.value
    }
    return true
  }, 'both sides to agree on the request')
  return seen as RequestDetail
}

/** What both nodes compute alike; what each may say next is its own. */
function sharedOf({ phase, view, targets, events, questions, usefulness }: RequestDetail) {
  const { remaining: _, ...acknowledge } = view.acknowledge
  const { remaining: __, ...answer } = view.answer
  return { phase, acknowledge, answer, targets, events, questions, usefulness }
}

/** Pages on real phishing domains, some of them twice. */
async function urls(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('eth-phishing-detect/src/config.json')
  const { blacklist } = JSON.parse(await readFile(file, 'utf8')) as { blacklist: string[] }
  const names = blacklist.filter((name) => /^[a-z0-9.-]+$/.test(name)).slice(0, URLS)
  const lines = names.map((name) => `https://${name}/login`)
  const again = lines.slice(0, TWICE).map((line) => line.replace('https://', 'hxxps://'))
  return [...lines, ...again, ''].join('\n')
}
