// Made from the object table by `npm run -w packages/stix generate`; do not edit.

/** Open vocabulary (§10.1): any other string passes. */
export type AccountTypeOv =
  | 'facebook'
  | 'ldap'
  | 'nis'
  | 'openid'
  | 'radius'
  | 'skype'
  | 'tacacs'
  | 'twitter'
  | 'unix'
  | 'windows-local'
  | 'windows-domain'
  | (string & {})

/** Open vocabulary (§10.2): any other string passes. */
export type AttackMotivationOv =
  | 'accidental'
  | 'coercion'
  | 'dominance'
  | 'ideology'
  | 'notoriety'
  | 'organizational-gain'
  | 'personal-gain'
  | 'personal-satisfaction'
  | 'revenge'
  | 'unpredictable'
  | (string & {})

/** Open vocabulary (§10.3): any other string passes. */
export type AttackResourceLevelOv =
  | 'individual'
  | 'club'
  | 'contest'
  | 'team'
  | 'organization'
  | 'government'
  | (string & {})

/** Closed vocabulary (§10.4). */
export type EncryptionAlgorithmEnum = 'AES-256-GCM' | 'ChaCha20-Poly1305' | 'mime-type-indicated'

/** Closed vocabulary (§10.5). */
export type ExtensionTypeEnum =
  | 'new-sdo'
  | 'new-sco'
  | 'new-sro'
  | 'property-extension'
  | 'toplevel-property-extension'

/** Open vocabulary (§10.6): any other string passes. */
export type GroupingContextOv =
  | 'suspicious-activity'
  | 'malware-analysis'
  | 'unspecified'
  | (string & {})

/** Open vocabulary (§10.7): any other string passes. */
export type HashAlgorithmOv =
  | 'MD5'
  | 'SHA-1'
  | 'SHA-256'
  | 'SHA-512'
  | 'SHA3-256'
  | 'SHA3-512'
  | 'SSDEEP'
  | 'TLSH'
  | (string & {})

/** Open vocabulary (§10.8): any other string passes. */
export type IdentityClassOv =
  | 'individual'
  | 'group'
  | 'system'
  | 'organization'
  | 'class'
  | 'unknown'
  | (string & {})

/** Open vocabulary (§10.9): any other string passes. */
export type ImplementationLanguageOv =
  | 'applescript'
  | 'bash'
  | 'c'
  | 'c++'
  | 'c#'
  | 'go'
  | 'java'
  | 'javascript'
  | 'lua'
  | 'objective-c'
  | 'perl'
  | 'php'
  | 'powershell'
  | 'python'
  | 'ruby'
  | 'rust'
  | 'scala'
  | 'swift'
  | 'typescript'
  | 'visual-basic'
  | 'x86-32'
  | 'x86-64'
  | (string & {})

/** Open vocabulary (§10.10): any other string passes. */
export type IndicatorTypeOv =
  | 'anomalous-activity'
  | 'anonymization'
  | 'benign'
  | 'compromised'
  | 'malicious-activity'
  | 'attribution'
  | 'unknown'
  | (string & {})

/** Open vocabulary (§10.11): any other string passes. */
export type IndustrySectorOv =
  | 'agriculture'
  | 'aerospace'
  | 'automotive'
  | 'chemical'
  | 'commercial'
  | 'communications'
  | 'construction'
  | 'defense'
  | 'education'
  | 'energy'
  | 'entertainment'
  | 'financial-services'
  | 'government'
  | 'emergency-services'
  | 'government-local'
  | 'government-national'
  | 'government-public-services'
  | 'government-regional'
  | 'healthcare'
  | 'hospitality-leisure'
  | 'infrastructure'
  | 'dams'
  | 'nuclear'
  | 'water'
  | 'insurance'
  | 'legal'
  | 'manufacturing'
  | 'mining'
  | 'non-profit'
  | 'pharmaceuticals'
  | 'retail'
  | 'technology'
  | 'telecommunications'
  | 'transportation'
  | 'utilities'
  | (string & {})

/** Open vocabulary (§10.12): any other string passes. */
export type InfrastructureTypeOv =
  | 'amplification'
  | 'anonymization'
  | 'botnet'
  | 'command-and-control'
  | 'control-system'
  | 'exfiltration'
  | 'firewall'
  | 'hosting-malware'
  | 'hosting-target-lists'
  | 'phishing'
  | 'reconnaissance'
  | 'routers-switches'
  | 'staging'
  | 'workstation'
  | 'unknown'
  | (string & {})

/** Open vocabulary (§10.13): any other string passes. */
export type MalwareResultOv = 'malicious' | 'suspicious' | 'benign' | 'unknown' | (string & {})

/** Open vocabulary (§10.14): any other string passes. */
export type MalwareCapabilitiesOv =
  | 'accesses-remote-machines'
  | 'anti-debugging'
  | 'anti-disassembly'
  | 'anti-emulation'
  | 'anti-memory-forensics'
  | 'anti-sandbox'
  | 'anti-vm'
  | 'captures-input-peripherals'
  | 'captures-output-peripherals'
  | 'captures-system-state-data'
  | 'cleans-traces-of-infection'
  | 'commits-fraud'
  | 'communicates-with-c2'
  | 'compromises-data-availability'
  | 'compromises-data-integrity'
  | 'compromises-system-availability'
  | 'controls-local-machine'
  | 'degrades-security-software'
  | 'degrades-system-updates'
  | 'determines-c2-server'
  | 'emails-spam'
  | 'escalates-privileges'
  | 'evades-av'
  | 'exfiltrates-data'
  | 'fingerprints-host'
  | 'hides-artifacts'
  | 'hides-executing-code'
  | 'infects-files'
  | 'infects-remote-machines'
  | 'installs-other-components'
  | 'persists-after-system-reboot'
  | 'prevents-artifact-access'
  | 'prevents-artifact-deletion'
  | 'probes-network-environment'
  | 'self-modifies'
  | 'steals-authentication-credentials'
  | 'violates-system-operational-integrity'
  | (string & {})

/** Open vocabulary (§10.15): any other string passes. */
export type MalwareTypeOv =
  | 'adware'
  | 'backdoor'
  | 'bot'
  | 'bootkit'
  | 'ddos'
  | 'downloader'
  | 'dropper'
  | 'exploit-kit'
  | 'keylogger'
  | 'ransomware'
  | 'remote-access-trojan'
  | 'resource-exploitation'
  | 'rogue-security-software'
  | 'rootkit'
  | 'screen-capture'
  | 'spyware'
  | 'trojan'
  | 'unknown'
  | 'virus'
  | 'webshell'
  | 'wiper'
  | 'worm'
  | (string & {})

/** Closed vocabulary (§10.16). */
export type NetworkSocketAddressFamilyEnum =
  | 'AF_UNSPEC'
  | 'AF_INET'
  | 'AF_IPX'
  | 'AF_APPLETALK'
  | 'AF_NETBIOS'
  | 'AF_INET6'
  | 'AF_IRDA'
  | 'AF_BTH'

/** Closed vocabulary (§10.17). */
export type NetworkSocketTypeEnum =
  | 'SOCK_STREAM'
  | 'SOCK_DGRAM'
  | 'SOCK_RAW'
  | 'SOCK_RDM'
  | 'SOCK_SEQPACKET'

/** Closed vocabulary (§10.18). */
export type OpinionEnum = 'strongly-disagree' | 'disagree' | 'neutral' | 'agree' | 'strongly-agree'

/** Open vocabulary (§10.19): any other string passes. */
export type PatternTypeOv =
  | 'stix'
  | 'pcre'
  | 'sigma'
  | 'snort'
  | 'suricata'
  | 'yara'
  | (string & {})

/** Open vocabulary (§10.20): any other string passes. */
export type ProcessorArchitectureOv =
  | 'alpha'
  | 'arm'
  | 'ia-64'
  | 'mips'
  | 'powerpc'
  | 'sparc'
  | 'x86'
  | 'x86-64'
  | (string & {})

/** Open vocabulary (§10.21): any other string passes. */
export type RegionOv =
  | 'africa'
  | 'eastern-africa'
  | 'middle-africa'
  | 'northern-africa'
  | 'southern-africa'
  | 'western-africa'
  | 'americas'
  | 'caribbean'
  | 'central-america'
  | 'latin-america-caribbean'
  | 'northern-america'
  | 'south-america'
  | 'asia'
  | 'central-asia'
  | 'eastern-asia'
  | 'southern-asia'
  | 'south-eastern-asia'
  | 'western-asia'
  | 'europe'
  | 'eastern-europe'
  | 'northern-europe'
  | 'southern-europe'
  | 'western-europe'
  | 'oceania'
  | 'antarctica'
  | 'australia-new-zealand'
  | 'melanesia'
  | 'micronesia'
  | 'polynesia'
  | (string & {})

/** Open vocabulary (§10.22): any other string passes. */
export type ReportTypeOv =
  | 'attack-pattern'
  | 'campaign'
  | 'identity'
  | 'incident'
  | 'indicator'
  | 'intrusion-set'
  | 'malware'
  | 'observed-data'
  | 'threat-actor'
  | 'threat-report'
  | 'tool'
  | 'vulnerability'
  | (string & {})

/** Open vocabulary (§10.23): any other string passes. */
export type ThreatActorTypeOv =
  | 'activist'
  | 'competitor'
  | 'crime-syndicate'
  | 'criminal'
  | 'hacker'
  | 'insider-accidental'
  | 'insider-disgruntled'
  | 'nation-state'
  | 'private-sector'
  | 'sensationalist'
  | 'spy'
  | 'terrorist'
  | 'unknown'
  | (string & {})

/** Open vocabulary (§10.24): any other string passes. */
export type ThreatActorRoleOv =
  | 'agent'
  | 'director'
  | 'independent'
  | 'infrastructure-architect'
  | 'infrastructure-operator'
  | 'malware-author'
  | 'sponsor'
  | (string & {})

/** Open vocabulary (§10.25): any other string passes. */
export type ThreatActorSophisticationOv =
  | 'none'
  | 'minimal'
  | 'intermediate'
  | 'advanced'
  | 'expert'
  | 'innovator'
  | 'strategic'
  | (string & {})

/** Open vocabulary (§10.26): any other string passes. */
export type ToolTypeOv =
  | 'denial-of-service'
  | 'exploitation'
  | 'information-gathering'
  | 'network-capture'
  | 'credential-exploitation'
  | 'remote-access'
  | 'vulnerability-scanning'
  | 'unknown'
  | (string & {})

/** Closed vocabulary (§10.27). */
export type WindowsIntegrityLevelEnum = 'low' | 'medium' | 'high' | 'system'

/** Open vocabulary (§10.28): any other string passes. */
export type WindowsPebinaryTypeOv = 'dll' | 'exe' | 'sys' | (string & {})

/** Closed vocabulary (§10.29). */
export type WindowsRegistryDatatypeEnum =
  | 'REG_NONE'
  | 'REG_SZ'
  | 'REG_EXPAND_SZ'
  | 'REG_BINARY'
  | 'REG_DWORD'
  | 'REG_DWORD_BIG_ENDIAN'
  | 'REG_DWORD_LITTLE_ENDIAN'
  | 'REG_LINK'
  | 'REG_MULTI_SZ'
  | 'REG_RESOURCE_LIST'
  | 'REG_FULL_RESOURCE_DESCRIPTION'
  | 'REG_RESOURCE_REQUIREMENTS_LIST'
  | 'REG_QWORD'
  | 'REG_INVALID_TYPE'

/** Closed vocabulary (§10.30). */
export type WindowsServiceStartTypeEnum =
  | 'SERVICE_AUTO_START'
  | 'SERVICE_BOOT_START'
  | 'SERVICE_DEMAND_START'
  | 'SERVICE_DISABLED'
  | 'SERVICE_SYSTEM_ALERT'

/** Closed vocabulary (§10.31). */
export type WindowsServiceTypeEnum =
  | 'SERVICE_KERNEL_DRIVER'
  | 'SERVICE_FILE_SYSTEM_DRIVER'
  | 'SERVICE_WIN32_OWN_PROCESS'
  | 'SERVICE_WIN32_SHARE_PROCESS'

/** Closed vocabulary (§10.32). */
export type WindowsServiceStatusEnum =
  | 'SERVICE_CONTINUE_PENDING'
  | 'SERVICE_PAUSE_PENDING'
  | 'SERVICE_PAUSED'
  | 'SERVICE_RUNNING'
  | 'SERVICE_START_PENDING'
  | 'SERVICE_STOP_PENDING'
  | 'SERVICE_STOPPED'

/** Open vocabulary (§7.2.1.1): any other string passes. */
export type MarkingDefinitionTypeOv = 'statement' | 'tlp' | (string & {})

/** Closed vocabulary (§7.2.1.4). */
export type Tlp1Enum = 'white' | 'green' | 'amber' | 'red'

/** Closed vocabulary (§TLP 2.0). */
export type Tlp2Enum = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'
