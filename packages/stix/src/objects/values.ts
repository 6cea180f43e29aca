import type { Json, JsonObject } from '@concert/core'

/** The id of any STIX object: a type, two hyphens, a UUID (§2.9). */
export type Id = `${string}--${string}`

/** A time in UTC such as `2026-11-23T08:00:00.000Z`, with any number of digits (§2.16). */
export type Timestamp = string

/** Any value that STIX has. */
export type Value = Json

/** Any object of keys and values (§2.3). */
export type Dictionary = JsonObject

/** Hashes by the name of their algorithm (§2.7). */
export interface Hashes {
  readonly MD5?: string
  readonly 'SHA-1'?: string
  readonly 'SHA-256'?: string
  readonly 'SHA-512'?: string
  readonly 'SHA3-256'?: string
  readonly 'SHA3-512'?: string
  readonly SSDEEP?: string
  readonly TLSH?: string
  readonly [algorithm: string]: string | undefined
}

/** Extensions by their key: the name of a predefined one or the id of a definition (§3.2). */
export interface Extensions {
  readonly [key: string]: object | undefined
}
