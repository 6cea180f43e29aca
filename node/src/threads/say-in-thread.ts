import { ok, type Result, refuse } from '@concert/core'
import type { Statement } from '@concert/envelope'
import { type Fold, Thread, type ThreadStatement, threadStatement } from '@concert/threads'
import { readThread } from '../compacts/compact-threads.ts'
import {
  nextOwnSeq,
  placeIn,
  ROOT_PLACE,
  signInThread,
  storeInThread,
  type ThreadSaying,
} from '../compacts/thread-post.ts'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { isExercise } from './judge-thread.ts'

/** What was said, and the state it leads to. */
export interface Said<State> {
  readonly statement: Statement
  readonly state: State
  readonly exercise: boolean
}

/** Something to say in a thread. */
export interface Speech<State, Code extends string> {
  readonly root: string
  readonly fold: Fold<State>
  /** What to say, as the thread stands; or why nothing. Called again when the thread has moved. */
  readonly decide: (thread: Thread<State>) => Result<ThreadSaying, Code>
  /** What belongs to it, in the same transaction; false when it is done already: nothing is said. */
  readonly also?: (tx: Transaction, said: Said<State>) => Promise<boolean>
}

/** A thread of one kind, or undefined when it is not known here. */
export async function openThread<State>(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  root: string,
  fold: Fold<State>,
): Promise<Thread<State> | undefined> {
  const statements = await readThread(context, reader, root)
  const first = statements.find((statement) => statement.digest === root)
  return first && Thread.open(fold, first, statements)
}

/**
 * Says something in a thread, to every other party that is known here. What the fold would pass
 * over is refused with the rule that it breaks, and nothing is sent. Two who speak at once take
 * turns: else our own chain would fork.
 */
export async function sayInThread<State, Code extends string>(
  context: NodeContext,
  speech: Speech<State, Code>,
): Promise<Result<Said<State>, Code | 'thread-unknown' | 'said-already' | (string & {})>> {
  const { store, own } = context
  for (;;) {
    const thread = await openThread(context, store.read, speech.root, speech.fold)
    if (!thread) return refuse('thread-unknown', 'id')
    const saying = speech.decide(thread)
    if (!saying.ok) return saying
    const exercise = await isExercise(store.read, speech.root)
    const place = placeIn(thread, own.node)
    const statement = await signInThread(context, { ...saying.value, exercise }, place)
    thread.add(threadStatement(statement) as ThreadStatement)
    const broken = thread.broken(statement.digest)
    if (broken !== undefined) return refuse(broken)
    const said = { statement, state: thread.state, exercise }
    const peers = await knownPeers(store.read, others(thread.participants, own.node))
    const outcome = await store.transact(async (tx) => {
      await tx.lock(`thread ${speech.root}`)
      if ((await nextOwnSeq(tx, speech.root, own.node)) !== place.own_seq) return 'moved'
      if (speech.also && !(await speech.also(tx, said))) return 'done'
      await storeInThread(tx, context, { statement, content: saying.value.content }, peers)
      return 'said'
    })
    if (outcome === 'done') return refuse('said-already')
    if (outcome === 'moved') continue
    announce(context, peers)
    return ok(said)
  }
}

/** Opens a thread: signs its root, stores it and posts it to the other parties. */
export async function openInThread<State>(
  context: NodeContext,
  fold: Fold<State>,
  saying: ThreadSaying,
  also?: (tx: Transaction, said: Said<State>) => Promise<boolean>,
): Promise<Result<Said<State>, 'bad-act' | 'said-already'>> {
  const statement = await signInThread(context, saying, ROOT_PLACE)
  const thread = Thread.open(fold, threadStatement(statement) as ThreadStatement)
  if (!thread || thread.broken(statement.digest) !== undefined) return refuse('bad-act')
  const peers = others(thread.participants, context.own.node)
  const said = { statement, state: thread.state, exercise: saying.exercise ?? false }
  const isSaid = await context.store.transact(async (tx) => {
    if (also && !(await also(tx, said))) return false
    await storeInThread(tx, context, { statement, content: saying.content }, peers)
    return true
  })
  if (!isSaid) return refuse('said-already')
  announce(context, peers)
  return ok(said)
}

function others(parties: readonly string[], own: string): readonly string[] {
  return parties.filter((party) => party !== own)
}

/** Parties of a thread that are peers of ours; the rest hear from whoever knows them. */
async function knownPeers(
  reader: Pick<Reader, 'db'>,
  parties: readonly string[],
): Promise<readonly string[]> {
  const rows = await reader.db
    .selectFrom('peers')
    .select('node')
    .where('node', 'in', [...parties])
    .where('state', '<>', 'added')
    .execute()
  const known = new Set(rows.map(({ node }) => node))
  return parties.filter((party) => known.has(party))
}
