import { hash } from 'node:crypto'
import { ConcertError, type JsonObject } from '@concert/core'
import { COMPACT, COMPACT_TEMPLATES, Thread, type ThreadStatement } from '@concert/threads'
import type { Bench, Measurement } from '../bench.ts'
import { sideBySide } from '../side-by-side.ts'

const STATEMENTS = 2000
const ROUNDS = 9
const PARTIES = ['a', 'b'].map((letter) => letter.repeat(64))

/** A thread folded from nothing, and statement by statement. */
export const bench: Bench = {
  name: 'fold',
  description: {
    en: 'Milliseconds to order and fold a thread of 2,000 statements',
    zh: '对含 2,000 条声明的议程线排序并求值所需的毫秒数',
  },
  run: ({ scale }) => measure(Math.ceil(STATEMENTS * scale)),
}

async function measure(count: number): Promise<Measurement> {
  const statements = conversation(count)
  const root = statements[0] as ThreadStatement
  const texts = statements.map((statement) => JSON.stringify(statement))
  const fold = await sideBySide(
    {
      work: () => {
        const thread = Thread.open(COMPACT, root, statements)
        if (thread?.order.length !== count) throw new ConcertError('bench-fold')
        return 1
      },
    },
    {
      work: () => {
        for (const text of texts) JSON.parse(text)
        return 1
      },
    },
    { rounds: ROUNDS },
  )
  return {
    figure: 1000 / fold.subject,
    unit: 'ms',
    ratio: fold.ratio,
    reference: 'JSON.parse alone of the same statements',
    goal: '2,000 statements under 20 ms',
    details: {
      statements: count,
      ratioRange: fold.ratioRange,
      microsecondsEachAsTheyCome: oneByOne(root, statements),
      microsecondsEachInReverse: oneByOne(root, statements.toReversed()),
    },
  }
}

const FROM = '2026-01-01T00:00:00.000Z'
const UNTIL = '2027-01-01T00:00:00.000Z'

/** What brings a compact that agrees to dialogues into force: the first five statements. */
function opening(): readonly { readonly kind: string; readonly act: object }[] {
  const compact = digestOf(0)
  const terms = COMPACT_TEMPLATES.find((template) => template.terms.dialogue)?.terms
  const common = { compact, next: compact, round: 1 }
  const sign = { ...common, base: null, sign_by: UNTIL }
  const hold = (n: number) => ({ ...common, held: [{ sign: digestOf(n), received: FROM }] })
  const version = { parties: PARTIES, round: 1, from: FROM, until: UNTIL, sign_by: UNTIL, terms }
  return [
    { kind: 'compact.propose', act: version },
    { kind: 'compact.sign', act: sign },
    { kind: 'compact.sign', act: sign },
    { kind: 'compact.hold', act: hold(2) },
    { kind: 'compact.hold', act: hold(1) },
  ]
}

/** Two parties close and open a tier in turn; now and then both speak at once. */
function conversation(count: number): readonly ThreadStatement[] {
  const compact = digestOf(0)
  const first = opening()
  const all: ThreadStatement[] = []
  const last = new Map<number, ThreadStatement>()
  for (let n = 0; n < count; n++) {
    const party = n % 2
    const before = last.get(party)
    const suspend = { compact, tier: 'dialogue', from: FROM, reason: 'drill' }
    const resume = { compact, suspension: before?.digest ?? compact }
    const isResume = before?.kind === 'compact.suspend'
    const said =
      first[n] ??
      (isResume
        ? { kind: 'compact.resume', act: resume }
        : { kind: 'compact.suspend', act: suspend })
    const parent = n % 7 === 0 && n > 1 ? all.at(-2) : all.at(-1)
    const statement: ThreadStatement = {
      digest: digestOf(n),
      author: PARTIES[party] as string,
      kind: said.kind,
      act: said.act as unknown as JsonObject,
      ownSeq: before ? before.ownSeq + 1 : 0,
      ownPrev: before?.digest ?? null,
      parents: parent ? [parent.digest] : [],
    }
    all.push(statement)
    last.set(party, statement)
  }
  return all
}

function oneByOne(root: ThreadStatement, statements: readonly ThreadStatement[]): number {
  const thread = Thread.open(COMPACT, root)
  const begin = performance.now()
  for (const statement of statements) thread?.add(statement)
  if (thread?.order.length !== statements.length) throw new ConcertError('bench-fold')
  return ((performance.now() - begin) * 1000) / statements.length
}

function digestOf(n: number): string {
  return hash('sha256', String(n))
}
