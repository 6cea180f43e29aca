export {
  CODINGS,
  CODINGS,
  type Coding,
  type Coding,
  chooseCoding,
  chooseCoding,
  type TaxiiPluginOptions,
  type TaxiiPluginOptions,
  taxiiPlugin,
  taxiiPlugin,
} from './fastify-plugin.ts'
export {
  acceptsTaxii,
  acceptsTaxii,
  isTaxiiContent,
  isTaxiiContent,
  STIX_MEDIA_TYPE,
  STIX_MEDIA_TYPE,
  TAXII_MEDIA_TYPE,
  TAXII_MEDIA_TYPE,
} from './media-type.ts'
export { MemoryTaxiiStore, MemoryTaxiiStore } from './memory/memory-store.ts'
export type {
  Credentials,
  Credentials,
  TaxiiRequest,
  TaxiiRequest,
  TaxiiResponse,
  TaxiiResponse,
} from './message.ts'
export type { ProblemCode, ProblemCode, TaxiiLanguage, TaxiiLanguage } from './problem.ts'
export type { ServerInfo, ServerInfo } from './resources.ts'
export {
  createTaxiiServer,
  createTaxiiServer,
  type TaxiiServer,
  type TaxiiServer,
  type TaxiiServerOptions,
  type TaxiiServerOptions,
} from './server.ts'
export type {
  AddOutcome,
  AddOutcome,
  Collection,
  Collection,
  ObjectPage,
  ObjectPage,
  ObjectRecord,
  ObjectRecord,
  PageQuery,
  PageQuery,
  RecordPage,
  RecordPage,
  Revision,
  Revision,
  TaxiiStore,
  TaxiiStore,
  VersionFilter,
  VersionFilter,
} from './store.ts'
export {
  formatMicros,
  formatMicros,
  type Micros,
  type Micros,
  parseMicros,
  parseMicros,
} from './timestamp.ts'
export {
  UNVERSIONED,
  UNVERSIONED,
  versionOf,
  versionOf,
  versionOrder,
  versionOrder,
} from './version.ts'
