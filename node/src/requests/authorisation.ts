import type { NodeContext } from '../context.ts'
import { recordDecisions } from '../release/desk-rows.ts'
import type { Transaction } from '../store/store.ts'
import { type KeptDraft, listAuthorisedBefore, readDraft, takeAuthorisation } from './drafts.ts'

type Needs = Pick<NodeContext, 'config' | 'now' | 'store'>

const DAY_MS = 86_400_000

/** Until when a second person's word on a draft counts, in milliseconds; null without one. */
export function authorisedUntil(
  { config }: Pick<Needs, 'config'>,
  { state, updated }: Pick<KeptDraft, 'state' | 'updated'>,
): number | null {
  return state === 'authorised' ? updated + config.release.reviewDays * DAY_MS : null
}

/**
 * Takes back the word of a second person that was given too long ago: what is right to say, and what
 * law and facts allow, is not what it was. The draft stays, to be looked at again.
 *
 * @returns whether it was taken back
 */
export async function expireIn(
  tx: Transaction,
  context: Pick<Needs, 'config' | 'now'>,
  draft: KeptDraft,
): Promise<boolean> {
  const now = context.now()
  const until = authorisedUntil(context, draft)
  if (until === null || now < until) return false
  await takeAuthorisation(tx, now, draft.id)
  const entry = { actor: '', action: 'expired', peer: draft.draft.peer } as const
  const about = { objectId: null, stixId: null, statementId: null, objects: 0, bytes: null }
  const findings = JSON.stringify(draft.released)
  const note = `draft ${draft.id}, authorised by ${draft.authoriser ?? ''}`
  await recordDecisions(tx, now, [{ ...entry, ...about, findings, note }])
  return true
}

/** Takes back every word that was given too long ago; called before drafts are shown. */
export async function expireAuthorisations(context: Needs): Promise<void> {
  const { store, config, now } = context
  const before = now() - config.release.reviewDays * DAY_MS
  for (const id of await listAuthorisedBefore(store.read, before)) {
    await store.transact(async (tx) => {
      await tx.lock(`draft ${id}`)
      const draft = await readDraft(tx, id)
      if (draft) await expireIn(tx, context, draft)
    })
  }
}
