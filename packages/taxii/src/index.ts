export {
  readRetryAfter,
  TAXII_CLIENT_FAULTS,
  type TaxiiClientCode,
  type TaxiiRefusal,
} from './client/client-faults.ts'
export { envelopeBytes, envelopeOf } from './client/envelope.ts'
export type { HttpAnswer, HttpInit, HttpPort } from './client/http-port.ts'
export { type Pull, type PullStep, pull } from './client/pull.ts'
export { type PullCursor, readPullCursor } from './client/pull-cursor.ts'
export type { PageFault, PulledObject } from './client/read-page.ts'
export type { ListPage, ManifestRecord } from './client/records.ts'
export type {
  ApiRoot,
  Discovery,
  PushDetail,
  PushStatus,
  TaxiiCollection,
} from './client/resources.ts'
export {
  TaxiiClient,
  type TaxiiClientOptions,
  type TaxiiResult,
  type TaxiiVersion,
} from './client/taxii-client.ts'
export { CODINGS, type Coding, chooseCoding } from './content-coding.ts'
export { writeCursor } from './cursor.ts'
export {
  type TaxiiPluginOptions,
  taxiiPlugin,
} from './fastify-plugin.ts'
export type { DeflatedObjects } from './gzip-pages.ts'
export { acceptsTaxii, isTaxiiContent, STIX_MEDIA_TYPE, TAXII_MEDIA_TYPE } from './media-type.ts'
export { MemoryTaxiiStore } from './memory/memory-store.ts'
export type { Credentials, TaxiiRequest, TaxiiResponse } from './message.ts'
export type { ProblemCode, TaxiiLanguage } from './problem.ts'
export type { ServerInfo } from './resources.ts'
export { createTaxiiServer, type TaxiiServer, type TaxiiServerOptions } from './server.ts'
export {
  type AddOutcome,
  type Aside,
  type Collection,
  ENVELOPE_ROOM,
  type ObjectPage,
  type ObjectRecord,
  type PageQuery,
  type RecordPage,
  type Revision,
  type TaxiiStore,
  type VersionFilter,
} from './store.ts'
export { formatMicros, type Micros, parseMicros } from './timestamp.ts'
export { UNVERSIONED, versionOf, versionOrder } from './version.ts'
