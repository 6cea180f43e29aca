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
export { extractFromText, uniqueFindings } from './extract/extract.ts'
export {
  EMAIL_FAULTS,
  type EmailFaultCode,
  type Extraction,
  type ExtractOptions,
  type Finding as ExtractedFinding,
  type FindingKind,
  type HashAlgorithm,
  WARNINGS,
  type Warning,
  type WarningCode,
  type Warninglist,
} from './extract/finding.ts'
export {
  type EmailRefusal,
  extractFromCsv,
  extractFromEmail,
  extractFromHtml,
  extractFromPdfText,
} from './extract/sources.ts'
export { specialAddress } from './extract/special-addresses.ts'
export {
  type FindingCommon,
  type FindingObjects,
  indicatorOfFinding,
  objectsOfFindings,
  observablesOfFinding,
  patternOfFinding,
  vulnerabilityOfFinding,
} from './extract/to-stix.ts'
export { isWellKnown } from './extract/well-known.ts'
export * from './fault-sentence.ts'
export * from './faults.ts'
export {
  type Closure,
  type ClosureBounds,
  closure,
  closureIn,
  type FindObjects,
} from './graph/closure.ts'
export { type ObjectOrder, referenceOrder } from './graph/order.ts'
export {
  incomingReferences,
  missingReferences,
  type Reference,
  type ReferenceFrom,
  referencesWithPaths,
} from './graph/references.ts'
export {
  CONCERT_NAMESPACE,
  concertId,
  ID_FAULTS,
  type IdFaultCode,
  isNameBased,
  isStixType,
  observableId,
  observableIdFault,
  type Sha1,
  STIX_NAMESPACE,
  typeOfId,
} from './ids.ts'
export {
  type MakeLanguageContent,
  makeLanguageContent,
  type ObjectInLanguage,
} from './language/make-content.ts'
export { DEFAULT_LANGUAGE, isLanguageTag, lookupLanguage } from './language/tags.ts'
export { isTextPlace, type TextPlace, textPlaces } from './language/text-places.ts'
export { languagesFor, type Translation, translate, translates } from './language/translate.ts'
export {
  type Made,
  type MakeCommon,
  type MakeIdentity,
  type MakeIndicator,
  type MakePatternIndicator,
  type MakeSighting,
  makeIdentity,
  makeIndicator,
  makePatternIndicator,
  makeSighting,
} from './make.ts'
export { type Clearance, isCleared, tlpOfMarkings } from './markings/clearance.ts'
export {
  type EffectiveMarking,
  effectiveMarking,
  effectiveMarkings,
} from './markings/effective.ts'
export {
  type GranularMarking,
  type LanguageMarking,
  type Markings,
  readMarkings,
} from './markings/read-markings.ts'
export { type HiddenReason, type Redacted, takeOut } from './markings/redact-object.ts'
export {
  clearanceView,
  type HiddenObject,
  type RedactedObject,
  type Redaction,
  redactSet,
  type ViewOptions,
} from './markings/redact-set.ts'
export {
  formatSelector,
  type Path,
  parseSelector,
  resolveSelector,
  type SelectorFaultCode,
  type Step,
  valueAt,
} from './markings/selector.ts'
export {
  acceptStixObject,
  MAX_OBJECT_BYTES,
  readStixObject,
  type StixObject,
  type StixView,
} from './object.ts'
export { isOfType } from './objects/is-of-type.ts'
export type * as Stix from './objects/stix.ts'
export { type Observable, parseObservable, refang } from './observable.ts'
export { checkPattern } from './pattern/check/check-pattern.ts'
export {
  PATTERN_FAULTS,
  type PatternCheckCode,
  type PatternFault,
  type PatternFaultCode,
  type PatternFaults,
  type PatternFaultText,
  type PatternSyntaxCode,
  type RegexFaultCode,
} from './pattern/language/faults.ts'
export { type PatternBounds, parsePattern } from './pattern/language/parser.ts'
export { printObjectPath, printPattern } from './pattern/language/printer.ts'
export type * from './pattern/language/syntax.ts'
export {
  type BoundObservation,
  type CompiledPattern,
  compilePattern,
  type MatchBounds,
  type PatternMatch,
} from './pattern/match/match.ts'
export { type Observation, observationOf, observationsIn } from './pattern/observe/observation.ts'
export {
  domainPattern,
  escapePatternString,
  ipPattern,
  patternOf,
  urlPattern,
} from './pattern/produce.ts'
export {
  PatternSet,
  type SetBounds,
  type SetMatch,
  type SetMatches,
} from './pattern/set/pattern-set.ts'
export { referencesOf } from './refs.ts'
export { type SchemaTexts, stixJsonSchema } from './schema/json-schema.ts'
export { placeOfFault } from './stream/fault-place.ts'
export {
  type ByteReadable,
  type ByteSource,
  type ReadStreamOptions,
  readStixBatches,
  readStixStream,
} from './stream/read-stream.ts'
export {
  StixStream,
  type StixStreamBounds,
  type StixStreamItem,
  type StixStreamOptions,
  type StreamedFault,
  type StreamedObject,
  type StreamedShell,
  streamFaultCode,
} from './stream/stix-stream.ts'
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
  tlpMarkingDefinition,
  tlpMarkingId,
  tlpOfMarking,
} from './tlp.ts'
export {
  UPGRADE_NOTES,
  type UpgradeChangeCode,
  type UpgradeFaultCode,
  type UpgradeNote,
} from './upgrade/report.ts'
export { StixUpgrader, type Upgraded } from './upgrade/upgrader.ts'
export type { Finding as StixFinding } from './validate/findings.ts'
export type { Severity, ValidationMode } from './validate/grades.ts'
export { createValidator, type Validator, type ValidatorOptions } from './validate/validator.ts'
export {
  judgeVersion,
  VERSION_FAULTS,
  type VersionFault,
  type VersionFaultCode,
} from './versions/judge-version.ts'
export {
  type LatestVersions,
  latestVersions,
  type VersionBreach,
  VersionSet,
} from './versions/latest-versions.ts'
export { compareVersions, sameContent, versionTime } from './versions/same-version.ts'
export { type StixText, stixTexts, type TextLanguage } from './words/texts.ts'
