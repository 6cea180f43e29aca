export {
  CODINGS,
  type Coding,
  chooseCoding,
  type TaxiiPluginOptions,
  taxiiPlugin,
} from './fastify-plugin.ts'
export { acceptsTaxii, isTaxiiContent, STIX_MEDIA_TYPE, TAXII_MEDIA_TYPE } from './media-type.ts'
export { MemoryTaxiiStore } from './memory/memory-store.ts'
export type { Credentials, TaxiiRequest, TaxiiResponse } from './message.ts'
export type { ProblemCode, TaxiiLanguage } from './problem.ts'
export type { ServerInfo } from './resources.ts'
export { createTaxiiServer, type TaxiiServer, type TaxiiServerOptions } from './server.ts'
export type {
  AddOutcome,
  Collection,
  ObjectPage,
  ObjectRecord,
  PageQuery,
  RecordPage,
  Revision,
  TaxiiStore,
  VersionFilter,
} from './store.ts'
export { formatMicros, type Micros, parseMicros } from './timestamp.ts'
export { UNVERSIONED, versionOf, versionOrder } from './version.ts'
