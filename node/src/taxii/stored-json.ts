import type { JsonObject } from '@concert/core'

/** Bytes of ours: they were read strictly when they came. */
export function jsonOf(body: Uint8Array): JsonObject {
  return JSON.parse(new TextDecoder().decode(body)) as JsonObject
}
