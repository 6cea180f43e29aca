import { KILL_CHAIN_PHASE } from './common.ts'
import * as k from './kinds.ts'
import type { ObjectType } from './model.ts'
import { domainObject, SEEN_ORDER } from './rows.ts'

// How attacks are made, found and answered (§4).

const killChainPhases = k.listOf(k.objectOf(KILL_CHAIN_PHASE))

export const ATTACK_PATTERN: ObjectType = domainObject('attack-pattern', '4.1', {
  name: k.required(k.string()),
  description: k.string(),
  aliases: k.listOf(k.string()),
  kill_chain_phases: killChainPhases,
})

export const COURSE_OF_ACTION: ObjectType = domainObject('course-of-action', '4.3', {
  name: k.required(k.string()),
  description: k.string(),
})

export const INDICATOR: ObjectType = domainObject(
  'indicator',
  '4.7',
  {
    name: k.recommended(k.string()),
    description: k.recommended(k.string()),
    indicator_types: k.listOf(k.openVocab('indicator-type-ov')),
    pattern: k.required(k.nonEmpty()),
    pattern_type: k.required(k.openVocab('pattern-type-ov')),
    pattern_version: k.string(),
    valid_from: k.required(k.timestamp()),
    valid_until: k.timestamp(),
    kill_chain_phases: killChainPhases,
  },
  { rules: [{ rule: 'order', earlier: 'valid_from', later: 'valid_until', strict: true }] },
)

export const MALWARE: ObjectType = domainObject(
  'malware',
  '4.11',
  {
    name: k.string(),
    description: k.string(),
    malware_types: k.listOf(k.openVocab('malware-type-ov')),
    is_family: k.required(k.boolean()),
    aliases: k.listOf(k.string()),
    kill_chain_phases: killChainPhases,
    first_seen: k.timestamp(),
    last_seen: k.timestamp(),
    operating_system_refs: k.listOf(k.refTo('software')),
    architecture_execution_envs: k.listOf(k.openVocab('processor-architecture-ov')),
    implementation_languages: k.listOf(k.openVocab('implementation-language-ov')),
    capabilities: k.listOf(k.openVocab('malware-capabilities-ov')),
    sample_refs: k.listOf(k.refTo('file', 'artifact')),
  },
  {
    rules: [
      SEEN_ORDER,
      { rule: 'requires', when: { property: 'is_family', is: true }, names: ['name'] },
    ],
  },
)

export const MALWARE_ANALYSIS: ObjectType = domainObject(
  'malware-analysis',
  '4.12',
  {
    product: k.required(k.shouldFormat('lower-hyphen')),
    version: k.string(),
    host_vm_ref: k.refTo('software'),
    operating_system_ref: k.refTo('software'),
    installed_software_refs: k.listOf(k.refTo('software')),
    configuration_version: k.string(),
    modules: k.listOf(k.string()),
    analysis_engine_version: k.string(),
    analysis_definition_version: k.string(),
    submitted: k.timestamp(),
    analysis_started: k.timestamp(),
    analysis_ended: k.timestamp(),
    result_name: k.string(),
    result: k.openVocab('malware-result-ov'),
    analysis_sco_refs: k.listOf(k.refToAny({ classes: ['sco'] })),
    sample_ref: k.refTo('file', 'network-traffic', 'artifact'),
  },
  { rules: [{ rule: 'at-least-one', of: ['result', 'analysis_sco_refs'] }] },
)

export const TOOL: ObjectType = domainObject('tool', '4.18', {
  name: k.required(k.string()),
  description: k.string(),
  tool_types: k.listOf(k.openVocab('tool-type-ov')),
  aliases: k.listOf(k.string()),
  kill_chain_phases: killChainPhases,
  tool_version: k.string(),
})

export const VULNERABILITY: ObjectType = domainObject('vulnerability', '4.19', {
  name: k.required(k.string()),
  description: k.string(),
})
