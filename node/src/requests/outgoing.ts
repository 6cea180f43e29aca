import type { JsonObject } from '@concert/core'
import type { RequestMove, RequestState, TargetsContent } from '@concert/threads'
import { lookedAt } from '../release/message-gate.ts'
import type { OutgoingMessage } from '../release/rules/judge-message.ts'
import type { BuiltRequest } from './draft.ts'
import { seenOf } from './draft-views.ts'

/** Targets in one statement: its content must stay well below what one record may hold. */
const TARGETS_AT_ONCE = 10_000
const TARGET_BYTES_AT_ONCE = 1 << 20

/** A request with its targets, as it leaves. */
export interface OutgoingRequest {
  readonly built: BuiltRequest
  /** Normalised. */
  readonly targets: readonly string[]
}

/** What one statement of a request says: exactly this is signed, with time and place in the thread. */
export interface RequestPart {
  readonly kind: string
  readonly act: JsonObject
  readonly content: JsonObject
}

/** The statements of a request, the root first, then its targets in parts. */
export function* partsOf({ built, targets }: OutgoingRequest): Generator<RequestPart> {
  const { kind, act, content } = built
  yield { kind, act: plain(act), content: plain(content) }
  const seen = seenOf(built)
  let from = 0
  for (const chunk of chunksOf(targets)) {
    const said = { targets: chunk } satisfies TargetsContent
    yield { kind: 'request.targets', act: { from, count: chunk.length, seen }, content: said }
    from += chunk.length
  }
}

/** The name under which a second person lets a request go: everything that will be signed of it. */
export function nameOf(request: OutgoingRequest): string {
  const { tlp, exercise } = request.built
  return lookedAt([...partsOf(request)].map((part) => ({ ...part, tlp, exercise })))
}

/** A request as the release desk reads it. */
export function messageOf({ built, targets }: OutgoingRequest): OutgoingMessage {
  const { kind, tlp, act, content } = built
  return {
    kind,
    tlp,
    labels: [act.template, act.type, act.urgency],
    act: plain(act),
    content: plain(content),
    targets,
    noAttribution: act.basis.no_attribution,
  }
}

/** A word in a request as the release desk reads it. */
export function wordMessage(
  root: Pick<RequestState['root'], 'template' | 'type' | 'urgency' | 'basis'>,
  tlp: OutgoingMessage['tlp'],
  word: { readonly move: RequestMove; readonly act: JsonObject; readonly content: object | null },
): OutgoingMessage {
  return {
    kind: word.move,
    tlp,
    labels: [root.template, root.type, root.urgency],
    act: word.act,
    content: word.content && plain(word.content),
    targets: [],
    noAttribution: root.basis.no_attribution,
  }
}

/** Decoded values are JSON; their types just do not say so. */
function plain(value: object): JsonObject {
  return value as JsonObject
}

/** Parts of a list, each within what one statement may hold. */
function* chunksOf(targets: readonly string[]): Generator<readonly string[]> {
  let chunk: string[] = []
  let bytes = 0
  for (const target of targets) {
    if (chunk.length === TARGETS_AT_ONCE || bytes + target.length > TARGET_BYTES_AT_ONCE) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(target)
    bytes += target.length
  }
  if (chunk.length > 0) yield chunk
}
