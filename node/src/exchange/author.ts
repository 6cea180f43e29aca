import { ConcertError } from '@concert/core'
import {
  parseStatement,
  type Salted,
  type Statement,
  type StatementDraft,
  signStatement,
  type Tlp,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { type Posted, postEnvelope } from '../federation/post.ts'
import type { Transaction } from '../store/store.ts'
import { insertStatement } from './statements.ts'

/** What we say; the node adds who says it and when. */
export interface Saying {
  readonly kind: string
  readonly compact: string | null
  readonly tlp: Tlp
  readonly act: object
  readonly content: Salted | null
  readonly items: readonly Salted[]
  /** The root over items that are too large to be given here. */
  readonly itemsRoot?: string
  readonly thread: Statement['thread']
  /** A drill; live without it. */
  readonly exercise?: boolean
}

/** Party and role that the node's own statements carry. */
const NODE_PARTY = 'node'
const NODE_ROLE = 'duty-officer'

/** As whom this node speaks. */
export function sayingAs({
  own,
}: Pick<NodeContext, 'own'>): Pick<StatementDraft, 'author' | 'identity'> {
  return {
    author: { node: own.node, party: NODE_PARTY, role: NODE_ROLE },
    identity: own.identity.digest,
  }
}

/** Signs a statement in this node's name. */
export async function say(context: NodeContext, saying: Saying): Promise<Statement> {
  const { crypto, own } = context
  const signed = await signStatement(
    crypto,
    {
      ...saying,
      ...sayingAs(context),
      exercise: saying.exercise ?? false,
      time: new Date(context.now()).toISOString(),
    },
    own.signers,
  )
  const parsed = parseStatement(crypto, signed.bytes)
  if (!parsed.ok) throw new ConcertError('own-statement', { at: parsed.at ?? '' })
  return parsed.value
}

/** Stores our statement and puts it into an envelope to each peer, in the caller's transaction. */
export async function storeAndPost(
  tx: Transaction,
  context: NodeContext,
  statement: Statement,
  saying: Pick<Saying, 'content' | 'items'>,
  peers: readonly string[],
): Promise<Posted> {
  const posted = await storeOwn(tx, context, statement, saying)
  for (const peer of peers) await postEnvelope(tx, context, peer, [posted])
  return posted
}

/** Stores our statement, in the caller's transaction. */
export async function storeOwn(
  tx: Transaction,
  context: NodeContext,
  statement: Statement,
  saying: Pick<Saying, 'content' | 'items'>,
): Promise<Posted> {
  const itemCount = saying.items.length
  const id = await insertStatement(tx, context.now(), {
    statement,
    content: saying.content,
    itemCount,
    refused: null,
  })
  const bytes = saying.items.reduce((sum, item) => sum + item.bytes.length, 0)
  return { id, digest: statement.digest, items: itemCount, bytes }
}
