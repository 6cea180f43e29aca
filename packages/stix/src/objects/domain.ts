// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as common from './common.ts'
import type * as parts from './parts.ts'
import type * as values from './values.ts'
import type * as vocabularies from './vocabularies.ts'

/** A way in which adversaries try to compromise targets. `attack-pattern` (§4.1) */
export interface AttackPattern extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'attack-pattern'
  /** Names the object in all its versions. */
  readonly id: `attack-pattern--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** Phases of a kill chain that it belongs to. */
  readonly kill_chain_phases?: readonly parts.KillChainPhase[]
}

/** Attacks over a period of time against a set of targets. `campaign` (§4.2) */
export interface Campaign extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'campaign'
  /** Names the object in all its versions. */
  readonly id: `campaign--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** When it was first seen. */
  readonly first_seen?: values.Timestamp
  /** When it was last seen; not before the first time. */
  readonly last_seen?: values.Timestamp
  /** What the campaign is meant to bring about. */
  readonly objective?: string
}

/** What to do to prevent an attack or to answer one. `course-of-action` (§4.3) */
export interface CourseOfAction extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'course-of-action'
  /** Names the object in all its versions. */
  readonly id: `course-of-action--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
}

/** Objects that share a context without being a finished report. `grouping` (§4.4) */
export interface Grouping extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'grouping'
  /** Names the object in all its versions. */
  readonly id: `grouping--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name?: string
  /** Details and context, for people. */
  readonly description?: string
  /** What the objects have in common. */
  readonly context: vocabularies.GroupingContextOv
  /** The objects that this one is about. */
  readonly object_refs: readonly values.Id[]
}

/** A person, organisation, group, system or class of these. `identity` (§4.5) */
export interface Identity extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'identity'
  /** Names the object in all its versions. */
  readonly id: `identity--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** What roles it performs. */
  readonly roles?: readonly string[]
  /** What kind of entity it is. */
  readonly identity_class?: vocabularies.IdentityClassOv
  /** Industry sectors it belongs to. */
  readonly sectors?: readonly vocabularies.IndustrySectorOv[]
  /** How to reach it; no format is laid down. */
  readonly contact_information?: string
}

/** A cyber security incident. STIX 2.1 defines little of it and leaves the rest to extensions. `incident` (§4.6) */
export interface Incident extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'incident'
  /** Names the object in all its versions. */
  readonly id: `incident--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
}

/** A pattern that detects suspicious or malicious activity. `indicator` (§4.7) */
export interface Indicator extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'indicator'
  /** Names the object in all its versions. */
  readonly id: `indicator--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name?: string
  /** Details and context, for people. */
  readonly description?: string
  /** What the indicator shows. */
  readonly indicator_types?: readonly vocabularies.IndicatorTypeOv[]
  /** The detection pattern. */
  readonly pattern: string
  /** The language of the pattern: stix, yara, sigma … */
  readonly pattern_type: vocabularies.PatternTypeOv
  /** The version of the pattern language. */
  readonly pattern_version?: string
  /** From when the indicator holds. */
  readonly valid_from: values.Timestamp
  /** When it holds no longer; after the start. */
  readonly valid_until?: values.Timestamp
  /** Phases of a kill chain that it belongs to. */
  readonly kill_chain_phases?: readonly parts.KillChainPhase[]
}

/** Systems and services that serve some purpose, such as control servers. `infrastructure` (§4.8) */
export interface Infrastructure extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'infrastructure'
  /** Names the object in all its versions. */
  readonly id: `infrastructure--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** What it is used for. */
  readonly infrastructure_types?: readonly vocabularies.InfrastructureTypeOv[]
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** Phases of a kill chain that it belongs to. */
  readonly kill_chain_phases?: readonly parts.KillChainPhase[]
  /** When it was first seen. */
  readonly first_seen?: values.Timestamp
  /** When it was last seen; not before the first time. */
  readonly last_seen?: values.Timestamp
}

/** Behaviour and resources believed to be directed by one organisation. `intrusion-set` (§4.9) */
export interface IntrusionSet extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'intrusion-set'
  /** Names the object in all its versions. */
  readonly id: `intrusion-set--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** When it was first seen. */
  readonly first_seen?: values.Timestamp
  /** When it was last seen; not before the first time. */
  readonly last_seen?: values.Timestamp
  /** What they try to achieve. */
  readonly goals?: readonly string[]
  /** What resources they can draw on. */
  readonly resource_level?: vocabularies.AttackResourceLevelOv
  /** The main reason behind it. */
  readonly primary_motivation?: vocabularies.AttackMotivationOv
  /** Further reasons behind it. */
  readonly secondary_motivations?: readonly vocabularies.AttackMotivationOv[]
}

/** A geographic place, not a government. `location` (§4.10) */
export interface Location extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'location'
  /** Names the object in all its versions. */
  readonly id: `location--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name?: string
  /** Details and context, for people. */
  readonly description?: string
  /** Degrees north of the equator, WGS 84. */
  readonly latitude?: number
  /** Degrees east of the prime meridian, WGS 84. */
  readonly longitude?: number
  /** How far off, in metres, the place may be. */
  readonly precision?: number
  /** A region of the world. */
  readonly region?: vocabularies.RegionOv
  /** Country code of ISO 3166-1. */
  readonly country?: string
  /** State, province or the like. */
  readonly administrative_area?: string
  /** The city. */
  readonly city?: string
  /** The street address. */
  readonly street_address?: string
  /** The postal code. */
  readonly postal_code?: string
}

/** A malware family or a single malicious program. `malware` (§4.11) */
export interface Malware extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'malware'
  /** Names the object in all its versions. */
  readonly id: `malware--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name?: string
  /** Details and context, for people. */
  readonly description?: string
  /** What kinds of malware it is. */
  readonly malware_types?: readonly vocabularies.MalwareTypeOv[]
  /** Whether this is a family rather than one program. */
  readonly is_family: boolean
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** Phases of a kill chain that it belongs to. */
  readonly kill_chain_phases?: readonly parts.KillChainPhase[]
  /** When it was first seen. */
  readonly first_seen?: values.Timestamp
  /** When it was last seen; not before the first time. */
  readonly last_seen?: values.Timestamp
  /** The operating systems it runs on. */
  readonly operating_system_refs?: readonly `software--${string}`[]
  /** The processor architectures it runs on. */
  readonly architecture_execution_envs?: readonly vocabularies.ProcessorArchitectureOv[]
  /** The programming languages it is written in. */
  readonly implementation_languages?: readonly vocabularies.ImplementationLanguageOv[]
  /** What it is able to do. */
  readonly capabilities?: readonly vocabularies.MalwareCapabilitiesOv[]
  /** Files or artifacts that are samples of it. */
  readonly sample_refs?: readonly (`file--${string}` | `artifact--${string}`)[]
}

/** How a sample was analysed, and the result. `malware-analysis` (§4.12) */
export interface MalwareAnalysis extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'malware-analysis'
  /** Names the object in all its versions. */
  readonly id: `malware-analysis--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The product that made the analysis; "anonymized" if it may not be named. */
  readonly product: string
  /** Its version. */
  readonly version?: string
  /** The virtual machine used. */
  readonly host_vm_ref?: `software--${string}`
  /** The operating system used. */
  readonly operating_system_ref?: `software--${string}`
  /** Other software that was installed. */
  readonly installed_software_refs?: readonly `software--${string}`[]
  /** The configuration of the product. */
  readonly configuration_version?: string
  /** The analysis modules used. */
  readonly modules?: readonly string[]
  /** The version of the engine. */
  readonly analysis_engine_version?: string
  /** The version of the definitions. */
  readonly analysis_definition_version?: string
  /** When the sample was first submitted. */
  readonly submitted?: values.Timestamp
  /** When the analysis began. */
  readonly analysis_started?: values.Timestamp
  /** When the analysis ended. */
  readonly analysis_ended?: values.Timestamp
  /** The name the product gave to the malware. */
  readonly result_name?: string
  /** What the product concluded. */
  readonly result?: vocabularies.MalwareResultOv
  /** Observables captured during the analysis. */
  readonly analysis_sco_refs?: readonly values.Id[]
  /** What was analysed. */
  readonly sample_ref?: `file--${string}` | `network-traffic--${string}` | `artifact--${string}`
}

/** Text that adds context to other objects. `note` (§4.13) */
export interface Note extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'note'
  /** Names the object in all its versions. */
  readonly id: `note--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** A brief summary. */
  readonly abstract?: string
  /** The text of the note. */
  readonly content: string
  /** The people who wrote it. */
  readonly authors?: readonly string[]
  /** The objects that this one is about. */
  readonly object_refs: readonly values.Id[]
}

/** What was seen on systems or networks, without judging it. `observed-data` (§4.14) */
export interface ObservedData extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'observed-data'
  /** Names the object in all its versions. */
  readonly id: `observed-data--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** When the observation began. */
  readonly first_observed: values.Timestamp
  /** When the observation ended; not before it began. */
  readonly last_observed: values.Timestamp
  /** How many times it was seen. */
  readonly number_observed: number
  /** Observables under local keys, as in STIX 2.0. @deprecated */
  readonly objects?: values.Dictionary
  /** The objects that this one is about. */
  readonly object_refs?: readonly values.Id[]
}

/** An assessment of what others have published. `opinion` (§4.15) */
export interface Opinion extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'opinion'
  /** Names the object in all its versions. */
  readonly id: `opinion--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** Why the author thinks so. */
  readonly explanation?: string
  /** The people who wrote it. */
  readonly authors?: readonly string[]
  /** From strongly disagree to strongly agree. */
  readonly opinion: vocabularies.OpinionEnum
  /** The objects that this one is about. */
  readonly object_refs: readonly values.Id[]
}

/** A finished piece of threat intelligence with the objects it speaks of. `report` (§4.16) */
export interface Report extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'report'
  /** Names the object in all its versions. */
  readonly id: `report--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** What the report is mainly about. */
  readonly report_types?: readonly vocabularies.ReportTypeOv[]
  /** When the report was officially published. */
  readonly published: values.Timestamp
  /** The objects that this one is about. */
  readonly object_refs: readonly values.Id[]
}

/** A person, group or organisation believed to act with malicious intent. `threat-actor` (§4.17) */
export interface ThreatActor extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'threat-actor'
  /** Names the object in all its versions. */
  readonly id: `threat-actor--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** What kind of actor it is. */
  readonly threat_actor_types?: readonly vocabularies.ThreatActorTypeOv[]
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** When it was first seen. */
  readonly first_seen?: values.Timestamp
  /** When it was last seen; not before the first time. */
  readonly last_seen?: values.Timestamp
  /** What part the actor plays. */
  readonly roles?: readonly vocabularies.ThreatActorRoleOv[]
  /** What they try to achieve. */
  readonly goals?: readonly string[]
  /** How skilled the actor is. */
  readonly sophistication?: vocabularies.ThreatActorSophisticationOv
  /** What resources they can draw on. */
  readonly resource_level?: vocabularies.AttackResourceLevelOv
  /** The main reason behind it. */
  readonly primary_motivation?: vocabularies.AttackMotivationOv
  /** Further reasons behind it. */
  readonly secondary_motivations?: readonly vocabularies.AttackMotivationOv[]
  /** Reasons of the actor apart from its organisation. */
  readonly personal_motivations?: readonly vocabularies.AttackMotivationOv[]
}

/** Legitimate software that attackers use as well. `tool` (§4.18) */
export interface Tool extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'tool'
  /** Names the object in all its versions. */
  readonly id: `tool--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** What the tool is for. */
  readonly tool_types?: readonly vocabularies.ToolTypeOv[]
  /** Other names for the same. */
  readonly aliases?: readonly string[]
  /** Phases of a kill chain that it belongs to. */
  readonly kill_chain_phases?: readonly parts.KillChainPhase[]
  /** The version of the tool. */
  readonly tool_version?: string
}

/** A weakness that can be exploited. `vulnerability` (§4.19) */
export interface Vulnerability extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'vulnerability'
  /** Names the object in all its versions. */
  readonly id: `vulnerability--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
}
