import type { Vocabulary } from './model.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const open = (name: string, section: string, values: string): Vocabulary => ({
  name,
  section,
  closed: false,
  values: words(values),
})

const closed = (name: string, section: string, values: string): Vocabulary => ({
  ...open(name, section, values),
  closed: true,
})

/** The vocabularies and enumerations of STIX 2.1 with errata 01 (§10), by name. */
export const VOCABULARIES: ReadonlyMap<string, Vocabulary> = new Map(
  [
    open(
      'account-type-ov',
      '10.1',
      'facebook ldap nis openid radius skype tacacs twitter unix windows-local windows-domain',
    ),
    open(
      'attack-motivation-ov',
      '10.2',
      `accidental coercion dominance ideology notoriety organizational-gain personal-gain
       personal-satisfaction revenge unpredictable`,
    ),
    open(
      'attack-resource-level-ov',
      '10.3',
      'individual club contest team organization government',
    ),
    closed(
      'encryption-algorithm-enum',
      '10.4',
      'AES-256-GCM ChaCha20-Poly1305 mime-type-indicated',
    ),
    closed(
      'extension-type-enum',
      '10.5',
      'new-sdo new-sco new-sro property-extension toplevel-property-extension',
    ),
    open('grouping-context-ov', '10.6', 'suspicious-activity malware-analysis unspecified'),
    open('hash-algorithm-ov', '10.7', 'MD5 SHA-1 SHA-256 SHA-512 SHA3-256 SHA3-512 SSDEEP TLSH'),
    open('identity-class-ov', '10.8', 'individual group system organization class unknown'),
    open(
      'implementation-language-ov',
      '10.9',
      `applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby
       rust scala swift typescript visual-basic x86-32 x86-64`,
    ),
    open(
      'indicator-type-ov',
      '10.10',
      `anomalous-activity anonymization benign compromised malicious-activity attribution unknown`,
    ),
    open(
      'industry-sector-ov',
      '10.11',
      `agriculture aerospace automotive chemical commercial communications construction defense
       education energy entertainment financial-services government emergency-services
       government-local government-national government-public-services government-regional
       healthcare hospitality-leisure infrastructure dams nuclear water insurance legal
       manufacturing mining non-profit pharmaceuticals retail technology telecommunications
       transportation utilities`,
    ),
    open(
      'infrastructure-type-ov',
      '10.12',
      `amplification anonymization botnet command-and-control control-system exfiltration firewall
       hosting-malware hosting-target-lists phishing reconnaissance routers-switches staging
       workstation unknown`,
    ),
    open('malware-result-ov', '10.13', 'malicious suspicious benign unknown'),
    open(
      'malware-capabilities-ov',
      '10.14',
      `accesses-remote-machines anti-debugging anti-disassembly anti-emulation
       anti-memory-forensics anti-sandbox anti-vm captures-input-peripherals
       captures-output-peripherals captures-system-state-data cleans-traces-of-infection
       commits-fraud communicates-with-c2 compromises-data-availability compromises-data-integrity
       compromises-system-availability controls-local-machine degrades-security-software
       degrades-system-updates determines-c2-server emails-spam escalates-privileges evades-av
       exfiltrates-data fingerprints-host hides-artifacts hides-executing-code infects-files
       infects-remote-machines installs-other-components persists-after-system-reboot
       prevents-artifact-access prevents-artifact-deletion probes-network-environment self-modifies
       steals-authentication-credentials violates-system-operational-integrity`,
    ),
    open(
      'malware-type-ov',
      '10.15',
      `adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware
       remote-access-trojan resource-exploitation rogue-security-software rootkit screen-capture
       spyware trojan unknown virus webshell wiper worm`,
    ),
    closed(
      'network-socket-address-family-enum',
      '10.16',
      'AF_UNSPEC AF_INET AF_IPX AF_APPLETALK AF_NETBIOS AF_INET6 AF_IRDA AF_BTH',
    ),
    closed(
      'network-socket-type-enum',
      '10.17',
      'SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET',
    ),
    closed('opinion-enum', '10.18', 'strongly-disagree disagree neutral agree strongly-agree'),
    open('pattern-type-ov', '10.19', 'stix pcre sigma snort suricata yara'),
    open('processor-architecture-ov', '10.20', 'alpha arm ia-64 mips powerpc sparc x86 x86-64'),
    open(
      'region-ov',
      '10.21',
      `africa eastern-africa middle-africa northern-africa southern-africa western-africa americas
       caribbean central-america latin-america-caribbean northern-america south-america asia
       central-asia eastern-asia southern-asia south-eastern-asia western-asia europe
       eastern-europe northern-europe southern-europe western-europe oceania antarctica
       australia-new-zealand melanesia micronesia polynesia`,
    ),
    open(
      'report-type-ov',
      '10.22',
      `attack-pattern campaign identity incident indicator intrusion-set malware observed-data
       threat-actor threat-report tool vulnerability`,
    ),
    open(
      'threat-actor-type-ov',
      '10.23',
      `activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled
       nation-state private-sector sensationalist spy terrorist unknown`,
    ),
    open(
      'threat-actor-role-ov',
      '10.24',
      `agent director independent infrastructure-architect infrastructure-operator malware-author
       sponsor`,
    ),
    open(
      'threat-actor-sophistication-ov',
      '10.25',
      'none minimal intermediate advanced expert innovator strategic',
    ),
    open(
      'tool-type-ov',
      '10.26',
      `denial-of-service exploitation information-gathering network-capture
       credential-exploitation remote-access vulnerability-scanning unknown`,
    ),
    closed('windows-integrity-level-enum', '10.27', 'low medium high system'),
    open('windows-pebinary-type-ov', '10.28', 'dll exe sys'),
    closed(
      'windows-registry-datatype-enum',
      '10.29',
      `REG_NONE REG_SZ REG_EXPAND_SZ REG_BINARY REG_DWORD REG_DWORD_BIG_ENDIAN
       REG_DWORD_LITTLE_ENDIAN REG_LINK REG_MULTI_SZ REG_RESOURCE_LIST
       REG_FULL_RESOURCE_DESCRIPTION REG_RESOURCE_REQUIREMENTS_LIST REG_QWORD REG_INVALID_TYPE`,
    ),
    closed(
      'windows-service-start-type-enum',
      '10.30',
      `SERVICE_AUTO_START SERVICE_BOOT_START SERVICE_DEMAND_START SERVICE_DISABLED
       SERVICE_SYSTEM_ALERT`,
    ),
    closed(
      'windows-service-type-enum',
      '10.31',
      `SERVICE_KERNEL_DRIVER SERVICE_FILE_SYSTEM_DRIVER SERVICE_WIN32_OWN_PROCESS
       SERVICE_WIN32_SHARE_PROCESS`,
    ),
    closed(
      'windows-service-status-enum',
      '10.32',
      `SERVICE_CONTINUE_PENDING SERVICE_PAUSE_PENDING SERVICE_PAUSED SERVICE_RUNNING
       SERVICE_START_PENDING SERVICE_STOP_PENDING SERVICE_STOPPED`,
    ),
    // §7.2.1.1 names these two; others come as extensions.
    open('marking-definition-type-ov', '7.2.1.1', 'statement tlp'),
    // §7.2.1.4
    closed('tlp-1-enum', '7.2.1.4', 'white green amber red'),
    // OASIS extension definition "TLP 2.0", extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d
    closed('tlp-2-enum', 'TLP 2.0', 'clear green amber amber+strict red'),
  ].map((vocabulary) => [vocabulary.name, vocabulary]),
)
