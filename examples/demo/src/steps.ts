import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CompactSummary, NodeStatus, ObjectPage, PeerView } from '@concert/node'
import { concert, concertJson } from './processes.ts'
import type { Side } from './sides.ts'

const PATIENCE_MS = 60_000
const RETRACTED = 25
const SIGHTED = 10

/** Adds each side to the other and confirms, as two duty officers on the phone would. */
export async function peer(a: Side, b: Side): Promise<string> {
  const [atA, atB] = await Promise.all([
    concertJson<PeerView>('peer', 'add', b.url, '--data', a.folder),
    concertJson<PeerView>('peer', 'add', a.url, '--data', b.folder),
  ])
  if (atA.safetyNumber !== atB.safetyNumber) throw new Error('the safety numbers differ')
  await Promise.all([
    concertJson('peer', 'confirm', b.node, atB.safetyNumber, '--data', a.folder),
    concertJson('peer', 'confirm', a.node, atA.safetyNumber, '--data', b.folder),
  ])
  return atA.safetyNumber
}

/** Proposed by one, signed by both; goes on with the one in force when there is one. */
export async function agree(a: Side, b: Side): Promise<string> {
  if (!(await newest(a))?.terms?.requests) {
    await concertJson(
      ...['compact', 'propose', b.node, '--data', a.folder, '--template', 'phishing'],
      ...['--tlp', 'green', '--type', 'identity', '--type', 'indicator', '--type', 'sighting'],
      ...['--title-en', 'Phishing takedown', '--title-zh', '钓鱼网站关停'],
    )
  }
  const offered = (await newest(a))?.id
  await until(async () => (await newest(b))?.id === offered, 'the proposal to arrive')
  const proposal = await newest(b)
  const version = proposal?.proposals.at(-1)
  if (version && !version.signedBy.includes(b.node)) {
    await concertJson('compact', 'sign', version.digest, '--data', b.folder)
  }
  await until(async () => (await newest(a))?.status === 'in-force', 'the compact to be in force')
  return (await newest(a))?.digest ?? ''
}

async function newest(side: Side): Promise<CompactSummary | undefined> {
  const { compacts } = await get<{ compacts: readonly CompactSummary[] }>(side, '/api/v1/compacts')
  return compacts.at(-1)
}

/** Imports the phishing domains that the package eth-phishing-detect ships. */
export async function importDomains(side: Side): Promise<{ read: number; added: number }> {
  const file = createRequire(import.meta.url).resolve('eth-phishing-detect/src/config.json')
  return await concertJson(
    ...['import', file, '--data', side.folder],
    ...['--tlp', 'green', '--label', 'phishing'],
  )
}

/** Shares and waits for the last receipt. */
export async function shareAll(a: Side, b: Side): Promise<{ done: number; seconds: number }> {
  const start = performance.now()
  const { done } = await concertJson<{ done: number }>('share', b.node, '--data', a.folder)
  await until(async () => (await status(a)).envelopes.queued === 0, 'the last receipt')
  return { done, seconds: (performance.now() - start) / 1000 }
}

/** Waits until both logs carry the witness's and the other node's cosignature. @returns by whom */
export async function cosigned(sides: readonly Side[]): Promise<readonly (readonly string[])[]> {
  let cosigners: readonly (readonly string[])[] = []
  await until(async () => {
    const all = await Promise.all(sides.map(status))
    cosigners = all.map(({ log }) => log.cosigners)
    return cosigners.every((names) => names.length >= 2)
  }, 'the cosignatures')
  return cosigners
}

/** Takes some objects back and waits for the tombstones. */
export async function retractSome(a: Side, b: Side): Promise<number> {
  const before = (await status(b)).objects.retracted
  const ids = (await standing(a, 'own')).slice(0, RETRACTED)
  const { retracted } = await concertJson<{ retracted: number }>(
    ...['retract', ...ids, '--reason', 'false-positive', '--data', a.folder],
  )
  await until(
    async () => (await status(b)).objects.retracted === before + retracted,
    'the tombstones',
  )
  return retracted
}

/** Answers with sightings and waits until they have arrived. */
export async function sightSome(a: Side, b: Side): Promise<void> {
  const before = (await status(a)).sightings
  const ids = (await standing(b, 'received')).slice(0, SIGHTED)
  const { sightings } = await concertJson<{ sightings: number }>(
    ...['sight', ...ids, '--count', '3', '--data', b.folder],
  )
  await until(async () => (await status(a)).sightings === before + sightings, 'the sightings')
}

/** Indicators that have not been retracted. */
async function standing(side: Side, from: 'own' | 'received'): Promise<readonly string[]> {
  const path = `/api/v1/objects?type=indicator&own=${from === 'own'}`
  const found: string[] = []
  for (let after: number | null = 0; after !== null && found.length < RETRACTED; ) {
    const page: ObjectPage = await get<ObjectPage>(side, `${path}&after=${after}`)
    found.push(...page.objects.filter((row) => !row.retracted).map((row) => row.stixId))
    after = page.next
  }
  return found
}

/** What became of the evidence: verified as written, refused with one byte changed. */
export interface EvidenceOutcome {
  readonly file: string
  readonly verified: boolean
  readonly tamperedRejected: boolean
  /** The step that named the change. */
  readonly failedStep: string
}

/** Writes evidence, verifies it offline, changes one byte and verifies again. */
export async function proveOne(side: Side, folder: string): Promise<EvidenceOutcome> {
  const [id = ''] = await standing(side, 'own')
  const file = join(folder, `evidence-${Date.now()}.json`)
  const keys = join(folder, 'published-keys.json')
  await concertJson('evidence', 'export', id, file, '--data', side.folder)
  const published = await concert('identity', 'show', '--published', '--data', side.folder)
  await writeFile(keys, published.out)
  const verified = await concert('verify', file, '--keys', keys)
  const tampered = `${file}.tampered`
  const bytes = await readFile(file)
  // A byte in the middle of the shared object itself: as if the object had said something else.
  const at = bytes.indexOf('"bytes":"', bytes.indexOf('"items":')) + 100
  bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41
  await writeFile(tampered, bytes)
  const refused = await concert('verify', tampered, '--keys', keys, '--json')
  const report = JSON.parse(refused.out || '{"steps":[]}') as {
    steps: readonly { step: string; ok: boolean | null }[]
  }
  return {
    file,
    verified: verified.code === 0,
    tamperedRejected: refused.code === 1,
    failedStep: report.steps.find((step) => step.ok === false)?.step ?? '',
  }
}

/** The state of a side in numbers. */
export async function status(side: Side): Promise<NodeStatus> {
  return await get<NodeStatus>(side, '/api/v1/status')
}

async function get<T>(side: Side, path: string): Promise<T> {
  const answer = await side.admin.get<T>(path)
  if (!answer.ok) throw new Error(`${side.name}: ${answer.sentence.en}`)
  return answer.value
}

/** Asks again and again until it holds; gives up after a minute. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited too long for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
