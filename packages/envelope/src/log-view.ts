import {
  base64,
  base64Bytes,
  canonicalBytes,
  decode,
  integer,
  list,
  object,
  parseCanonical,
  type Result,
  text,
} from '@concert/core'

/** What a parcel shows of its sender's log: a signed checkpoint, consistent with an older size. */
export interface LogView {
  /** Signed note text. */
  readonly checkpoint: string
  /** Size of the tree that the proof starts from: what the receiver is believed to hold. */
  readonly old: number
  readonly consistency: readonly Uint8Array[]
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

const VIEW = object({
  checkpoint: text({ max: 32_768 }),
  old: integer(0),
  consistency: list(hash, { max: 63 }),
  seen: integer(0),
})

const PROOF = object({ opening: hash, index: integer(0), path: list(hash, { max: 63 }) })

/** Writes a view as canonical JSON. */
export function encodeLogView(view: LogView): Uint8Array {
  return canonicalBytes({ ...view, consistency: view.consistency.map(base64) })
}

/** Reads a view. @param bytes - attacker-controlled */
export function decodeLogView(bytes: Uint8Array): Result<LogView, 'malformed'> {
  const parsed = parseCanonical(bytes, { ownText: false })
  return parsed.ok ? decode(VIEW, parsed.value) : parsed
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
