import {
  base64,
  base64Bytes,
  canonicalBytes,
  decode,
  integer,
  list,
  object,
  ok,
  optional,
  parseCanonical,
  type Result,
  text,
} from '@concert/core'

/** A consistency proof (RFC 6962 §2.1.2) to the view's checkpoint from an older size. */
export interface LogStart {
  /** Size of the tree that the proof starts from: what the receiver is believed to hold. */
  readonly old: number
  readonly consistency: readonly Uint8Array[]
}

/** Most further starts that one view may offer. */
export const MAX_STARTS = 8

/** What a parcel shows of its sender's log: a signed checkpoint, consistent with an older size. */
export interface LogView extends LogStart {
  /** Signed note text. */
  readonly checkpoint: string
  /**
   * Proofs from other sizes, in rising order of `old`: what the receiver will hold if parcels that
   * are under way, by this road or another, come before this one.
   */
  readonly also?: readonly LogStart[]
  /** How much of the recipient's log the sender of this parcel has seen. */
  readonly seen: number
}

/** Where a leaf stands: its opening, its index and the path to the root of the view's checkpoint. */
export interface LeafProof {
  readonly opening: Uint8Array
  readonly index: number
  readonly path: readonly Uint8Array[]
}

const hash = base64Bytes(32, 32)

const START = { old: integer(0), consistency: list(hash, { max: 63 }) }

const VIEW = object({
  ...START,
  checkpoint: text({ max: 32_768 }),
  also: optional(list(object(START), { min: 1, max: MAX_STARTS })),
  seen: integer(0),
})

const PROOF = object({ opening: hash, index: integer(0), path: list(hash, { max: 63 }) })

/** Writes a view as canonical JSON. */
export function encodeLogView(view: LogView): Uint8Array {
  const { also = [], ...rest } = view
  const starts = also.map(startJson)
  return canonicalBytes({ ...rest, ...startJson(view), ...(starts.length > 0 && { also: starts }) })
}

/** Reads a view. @param bytes - attacker-controlled */
export function decodeLogView(bytes: Uint8Array): Result<LogView, 'malformed'> {
  const parsed = parseCanonical(bytes, { ownText: false })
  const view = parsed.ok ? decode(VIEW, parsed.value) : parsed
  if (!view.ok) return view
  const { also, ...rest } = view.value
  return ok(also ? { ...rest, also } : rest)
}

function startJson({ old, consistency }: LogStart) {
  return { old, consistency: consistency.map(base64) }
}

/** Writes a leaf proof as canonical JSON. */
export function encodeLeafProof(proof: LeafProof): Uint8Array {
  return canonicalBytes({
    opening: base64(proof.opening),
    index: proof.index,
    path: proof.path.map(base64),
  })
}

/** Reads a leaf proof. @param bytes - attacker-controlled */
export function decodeLeafProof(bytes: Uint8Array): Result<LeafProof, 'malformed'> {
  const parsed = parseCanonical(bytes)
  return parsed.ok ? decode(PROOF, parsed.value) : parsed
}
