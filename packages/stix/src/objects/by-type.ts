// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as domain from './domain.ts'
import type * as links from './links.ts'
import type * as meta from './meta.ts'
import type * as observables from './observables.ts'

/** The TypeScript type of each STIX type. */
export interface ByType {
  readonly 'attack-pattern': domain.AttackPattern
  readonly campaign: domain.Campaign
  readonly 'course-of-action': domain.CourseOfAction
  readonly grouping: domain.Grouping
  readonly identity: domain.Identity
  readonly incident: domain.Incident
  readonly indicator: domain.Indicator
  readonly infrastructure: domain.Infrastructure
  readonly 'intrusion-set': domain.IntrusionSet
  readonly location: domain.Location
  readonly malware: domain.Malware
  readonly 'malware-analysis': domain.MalwareAnalysis
  readonly note: domain.Note
  readonly 'observed-data': domain.ObservedData
  readonly opinion: domain.Opinion
  readonly report: domain.Report
  readonly 'threat-actor': domain.ThreatActor
  readonly tool: domain.Tool
  readonly vulnerability: domain.Vulnerability
  readonly relationship: links.Relationship
  readonly sighting: links.Sighting
  readonly artifact: observables.Artifact
  readonly 'autonomous-system': observables.AutonomousSystem
  readonly directory: observables.Directory
  readonly 'domain-name': observables.DomainName
  readonly 'email-addr': observables.EmailAddr
  readonly 'email-message': observables.EmailMessage
  readonly file: observables.File
  readonly 'ipv4-addr': observables.Ipv4Addr
  readonly 'ipv6-addr': observables.Ipv6Addr
  readonly 'mac-addr': observables.MacAddr
  readonly mutex: observables.Mutex
  readonly 'network-traffic': observables.NetworkTraffic
  readonly process: observables.Process
  readonly software: observables.Software
  readonly url: observables.Url
  readonly 'user-account': observables.UserAccount
  readonly 'windows-registry-key': observables.WindowsRegistryKey
  readonly 'x509-certificate': observables.X509Certificate
  readonly 'language-content': meta.LanguageContent
  readonly 'marking-definition': meta.MarkingDefinition
  readonly 'extension-definition': meta.ExtensionDefinition
}

/** Names of the STIX types of the specification. */
export type TypeName = keyof ByType

/** Any STIX object of the specification. */
export type AnyObject = ByType[TypeName]
