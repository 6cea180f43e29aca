import { join } from 'node:path'
import { logFaults, lostLeaves } from '@concert/node/testing/inspect'
import type { Malice } from './malice.ts'
import type { Model } from './model.ts'
import { checkRequests } from './requests.ts'
import { COMPACTS, MALICIOUS, NAMES, type World } from './world.ts'

/** A side that does not hold what it should, or holds what it should not. */
export interface Wrong {
  readonly side: string
  readonly what: string
}

interface Held {
  readonly text: string
  readonly isRetracted: boolean
}

const decoder = new TextDecoder()

/** Compares every honest side with what it should be; says nothing when all is well. */
export async function check(world: World, model: Model, malice: Malice): Promise<readonly Wrong[]> {
  const wrong: Wrong[] = []
  const say = (index: number, what: string) => wrong.push({ side: NAMES[index]?.en ?? '', what })
  for (const from of world.honest()) {
    for (const to of world.honest().filter((index) => index !== from)) {
      for (const what of await checkHeld(world, model, from, to)) say(to, what)
    }
  }
  for (const index of world.honest()) {
    for (const what of await checkOwn(world, model, index)) say(index, what)
    for (const what of await checkSecrets(world, model, index)) say(index, what)
    for (const what of await checkLog(world, index)) say(index, what)
    for (const what of await checkPeers(world, index)) say(index, what)
    for (const what of await checkSightings(world, index)) say(index, what)
  }
  for (const what of await checkCompacts(world)) say(what.index, what.what)
  for (const what of await checkRequests(world)) say(what.index, what.what)
  for (const what of await checkShared(world, malice)) say(what.index, what.what)
  return wrong
}

async function heldFrom(world: World, index: number, source: string): Promise<readonly Held[]> {
  const rows = await world
    .node(index)
    .parts.context.store.read.db.selectFrom('objects')
    .select(['body', 'retracted_by'])
    .where('source', '=', source)
    .where('type', '<>', 'sighting')
    .execute()
  return rows.map((row) => ({
    text: decoder.decode(row.body),
    isRetracted: row.retracted_by !== null,
  }))
}

/**
 * What one honest side holds of another: each object that is due, once from its author, and once from
 * each who passed it on, and nothing else that stands.
 */
async function checkHeld(
  world: World,
  model: Model,
  from: number,
  to: number,
): Promise<readonly string[]> {
  const wrong: string[] = []
  const owner = NAMES[from]?.en
  const held = await heldFrom(world, to, world.party(from).id)
  const standing = held.filter(({ isRetracted }) => !isRetracted)
  const left = new Set(standing)
  const roads = roadsBetween(world, from, to)
  for (const entry of model.due(from, to)) {
    const found = standing.filter(({ text }) => text.includes(`'${entry.domain}'`))
    for (const one of found) left.delete(one)
    if (found.length < 1 || found.length > roads) {
      const what = `${entry.sort}, ${entry.tlp}, version ${entry.version}`
      wrong.push(`${found.length} times ${entry.domain} (${what}) of ${owner}`)
    }
    const isOther = found.some(({ text }) => text !== entry.bytes)
    if (entry.sort === 'plain' && isOther) wrong.push(`another ${entry.domain} of ${owner}`)
  }
  for (const { text } of left) wrong.push(`not due from ${owner}: ${text}`)
  return wrong
}

/** By how many roads something may come: from its author, and from others who pass it on. */
function roadsBetween(world: World, from: number, to: number): number {
  const passing = COMPACTS.filter(({ parties, onward }) => {
    return onward && parties.includes(from) && !parties.includes(to)
  })
  const others = new Set(passing.flatMap(({ parties }) => parties))
  const honest = [...others].filter((other) => other !== from && world.arePartners(other, to))
  return honest.length + (world.arePartners(from, to) ? 1 : 0)
}

/** A side's own objects are all there, and only what it took back is taken back. */
async function checkOwn(world: World, model: Model, index: number): Promise<readonly string[]> {
  const held = await heldFrom(world, index, world.party(index).id)
  const texts = new Map(held.map(({ text, isRetracted }) => [text, isRetracted]))
  return model.entriesOf(index).flatMap(({ bytes, domain, isRetracted, version, id }) => {
    const is = texts.get(bytes)
    if (is === undefined) return [`own ${domain} is lost`]
    const isNewest = !model
      .entriesOf(index)
      .some((other) => other.id === id && other.version > version)
    return isNewest && is !== isRetracted
      ? [`own ${domain} retracted: ${is}, should be ${isRetracted}`]
      : []
  })
}

/** Nothing that was to stay at another side is here, in whatever form. */
async function checkSecrets(world: World, model: Model, index: number): Promise<readonly string[]> {
  const own = world.party(index).id
  const rows = await world
    .node(index)
    .parts.context.store.read.db.selectFrom('objects')
    .select('body')
    .where('source', '<>', own)
    .execute()
  const all = rows.map(({ body }) => decoder.decode(body)).join('\n')
  return [...world.parties.keys()]
    .filter((other) => other !== index)
    .flatMap((other) => model.canaries(other))
    .filter((canary) => all.includes(`${canary}@`) || all.includes(`"${canary}"`))
    .map((canary) => `holds ${canary}`)
}

async function checkLog(world: World, index: number): Promise<readonly string[]> {
  const { store, config, crypto, log } = world.node(index).parts.context
  const mark = join(config.dataDir, 'watermark.json')
  const faults = await logFaults(store.read, mark, crypto.sha256)
  const lost = await lostLeaves(store.read)
  return [
    ...faults.map((fault) => `log of ${log.origin}: ${fault}`),
    ...(lost > 0 ? [`${lost} leaves lost`] : []),
  ]
}

/** Nothing waits for an honest peer, and none is frozen. */
async function checkPeers(world: World, index: number): Promise<readonly string[]> {
  const { db } = world.node(index).parts.context.store.read
  const wrong: string[] = []
  for (const other of world.partnersOf(index)) {
    if (other === MALICIOUS) continue
    const { id } = world.party(other)
    const peer = await db
      .selectFrom('peers')
      .select(['state', 'frozen'])
      .where('node', '=', id)
      .executeTakeFirst()
    if (peer?.state !== 'confirmed')
      wrong.push(`${NAMES[other]?.en} is ${peer?.state} (${peer?.frozen})`)
    const queued = await db
      .selectFrom('envelopes')
      .select('seq')
      .where('direction', '=', 'out')
      .where('peer', '=', id)
      .where('state', '=', 'queued')
      .execute()
    if (queued.length > 0) wrong.push(`${queued.length} envelopes wait for ${NAMES[other]?.en}`)
  }
  return wrong
}

/** Of what others have seen, all that they sent and was taken is here, counted once. */
async function checkSightings(world: World, index: number): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const other of world.partnersOf(index)) {
    if (other === MALICIOUS) continue
    const sent = await accepted(world, other, index)
    const here = await counted(world, index, world.party(other).id)
    if (sent !== here) wrong.push(`${here} sightings of ${NAMES[other]?.en}, should be ${sent}`)
  }
  return wrong
}

async function accepted(world: World, from: number, to: number): Promise<number> {
  const { store, own } = world.node(from).parts.context
  const rows = await store.read.db
    .selectFrom('sightings')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'sightings.statement_id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('sightings.count')
    .where('sightings.reporter', '=', own.node)
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.state', '=', 'accepted')
    .where('envelopes.peer', '=', world.party(to).id)
    .execute()
  return rows.reduce((sum, { count }) => sum + count, 0)
}

async function counted(world: World, index: number, reporter: string): Promise<number> {
  const rows = await world
    .node(index)
    .parts.context.store.read.db.selectFrom('sightings')
    .select('count')
    .where('reporter', '=', reporter)
    .execute()
  return rows.reduce((sum, { count }) => sum + count, 0)
}

/** Every honest party folds the messages of a compact to the same state. */
async function checkCompacts(
  world: World,
): Promise<readonly { readonly index: number; readonly what: string }[]> {
  const wrong: { index: number; what: string }[] = []
  for (const { parties } of COMPACTS) {
    const honest = parties.filter((index) => index !== MALICIOUS)
    const states: string[] = []
    for (const index of honest) {
      const known = await world.node(index).parts.compacts.list()
      const ids = new Set(parties.map((party) => world.party(party).id))
      const ours = known.filter((compact) => compact.parties.every((party) => ids.has(party)))
      states.push(JSON.stringify(ours))
    }
    for (const [i, state] of states.entries()) {
      if (state !== states[0])
        wrong.push({ index: honest[i] ?? 0, what: `compact differs: ${state} and ${states[0]}` })
    }
  }
  return wrong
}

/** What the malicious side was allowed to share is there once, however often it was sent; nothing else of it. */
async function checkShared(
  world: World,
  malice: Malice,
): Promise<readonly { readonly index: number; readonly what: string }[]> {
  const wrong: { index: number; what: string }[] = []
  for (const index of world.partnersOf(MALICIOUS)) {
    const held = await heldFrom(world, index, world.party(MALICIOUS).id)
    const due = malice.shared.filter(({ target }) => target === index)
    for (const { domain } of due) {
      const times = held.filter(({ text }) => text.includes(`'${domain}'`)).length
      if (times !== 1) wrong.push({ index, what: `${times} times ${domain}` })
    }
    const bad = held.filter(({ text }) => /forged-|malware|f8fc9b|5e57c739/.test(text))
    for (const { text } of bad) wrong.push({ index, what: `took ${text}` })
  }
  return wrong
}
