export {
  type BundleBounds,
  type BundleEntry,
  type BundleReading,
  bundleOf,
  openBundle,
  readBundle,
  type StixBundle,
} from './bundle.ts'
export { checkStixObject } from './check.ts'
export { type DomainFaultCode, normaliseDomain } from './domain-name.ts'
export * from './faults.ts'
export {
  CONCERT_NAMESPACE,
  concertId,
  isStixType,
  observableId,
  type Sha1,
  STIX_NAMESPACE,
  typeOfId,
} from './ids.ts'
export {
  type Made,
  type MakeCommon,
  type MakeIdentity,
  type MakeIndicator,
  type MakeSighting,
  makeIdentity,
  makeIndicator,
  makeSighting,
} from './make.ts'
export {
  acceptStixObject,
  MAX_OBJECT_BYTES,
  readStixObject,
  type StixObject,
  type StixView,
} from './object.ts'
export { type Observable, parseObservable, refang } from './observable.ts'
export {
  domainPattern,
  escapePatternString,
  ipPattern,
  patternOf,
  urlPattern,
} from './pattern/produce.ts'
export { referencesOf } from './refs.ts'
export type * from './table/model.ts'
export {
  classOfType,
  isSuggestedRelationship,
  mayRefer,
  OBJECT_TYPES,
  objectType,
  relationshipsFrom,
} from './table/object-types.ts'
export { COMMON_RELATIONSHIPS, SUGGESTED_RELATIONSHIPS } from './table/relationships.ts'
export { VOCABULARIES } from './table/vocabularies.ts'
export { compareStixTimestamps, isStixTimestamp } from './time.ts'
export {
  compareTlp,
  effectiveTlp,
  parseTlp,
  redefinesTlp,
  TLP_LEVELS,
  type Tlp,
  tlpMarkingId,
  tlpOfMarking,
} from './tlp.ts'
export type { Finding } from './validate/findings.ts'
export type { Severity, ValidationMode } from './validate/grades.ts'
export { createValidator, type Validator, type ValidatorOptions } from './validate/validator.ts'
