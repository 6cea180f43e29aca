/**
 * Classes of the Reference Security Incident Taxonomy (RSIT, version 1003) and, under each, its
 * types. Source: https://github.com/enisaeu/Reference-Security-Incident-Taxonomy-Task-Force
 */
export const RSIT = {
  'abusive-content': ['spam', 'harmful-speech', 'violence'],
  'malicious-code': [
    'infected-system',
    'c2-server',
    'malware-distribution',
    'malware-configuration',
  ],
  'information-gathering': ['scanner', 'sniffing', 'social-engineering'],
  'intrusion-attempts': ['ids-alert', 'brute-force', 'exploit'],
  intrusions: [
    'privileged-account-compromise',
    'unprivileged-account-compromise',
    'application-compromise',
    'system-compromise',
    'burglary',
  ],
  availability: ['dos', 'ddos', 'misconfiguration', 'sabotage', 'outage'],
  'information-content-security': [
    'unauthorised-information-access',
    'unauthorised-information-modification',
    'data-loss',
    'data-leak',
  ],
  fraud: ['unauthorised-use-of-resources', 'copyright', 'masquerade', 'phishing'],
  vulnerable: [
    'weak-crypto',
    'ddos-amplifier',
    'potentially-unwanted-accessible',
    'information-disclosure',
    'vulnerable-system',
  ],
  other: ['other', 'undetermined'],
  test: ['test'],
} as const

/** One class of {@link RSIT}. */
export type RsitClass = keyof typeof RSIT
/** Classes of {@link RSIT}. */
export const RSIT_CLASSES = Object.keys(RSIT) as readonly RsitClass[]
/** Types of every class of {@link RSIT}. */
export const RSIT_TYPES: readonly string[] = Object.values(RSIT).flat()

/** Whether a type belongs to a class. */
export function isRsitType(rsitClass: RsitClass, type: string): boolean {
  return (RSIT[rsitClass] as readonly string[]).includes(type)
}

/**
 * Categories of GB/T 20986-2023 (clause 6) by the RSIT class, or the type of it, that means the
 * same; a type comes before its class. What has no sound counterpart is not here: nobody's
 * classification is guessed. The level (I to IV) is never derived from a class: the standard
 * grades by harm, not by kind.
 */
const GBT_CATEGORY = {
  'malicious-code': '恶意程序事件',
  'intrusion-attempts': '网络攻击事件',
  intrusions: '网络攻击事件',
  'information-content-security': '数据安全事件',
  'abusive-content': '信息内容安全事件',
  vulnerable: '安全隐患事件',
  // Named as kinds of network attack by the standard: scanning, phishing, denial of service.
  scanner: '网络攻击事件',
  phishing: '网络攻击事件',
  dos: '网络攻击事件',
  ddos: '网络攻击事件',
  outage: '设备设施故障事件',
} as const

/** A category of GB/T 20986 that has a counterpart in RSIT. */
export type GbtCategory = (typeof GBT_CATEGORY)[keyof typeof GBT_CATEGORY]

const BY_RSIT: Readonly<Record<string, GbtCategory>> = GBT_CATEGORY
/** Types whose class has a counterpart and they themselves have none. */
const WITHOUT: ReadonlySet<string> = new Set(['burglary', 'spam'])

/** The GB/T 20986 category of an RSIT type, or undefined when there is no sound one. */
export function gbtCategory(rsitClass: RsitClass, type: string): GbtCategory | undefined {
  return WITHOUT.has(type) ? undefined : (BY_RSIT[type] ?? BY_RSIT[rsitClass])
}

/** The RSIT types that a GB/T 20986 category stands for, with their classes. */
export function rsitOf(category: string): readonly { class: RsitClass; type: string }[] {
  return RSIT_CLASSES.flatMap((rsitClass) =>
    RSIT[rsitClass]
      .filter((type) => gbtCategory(rsitClass, type) === category)
      .map((type) => ({ class: rsitClass, type })),
  )
}

/** GB/T 20986 levels, the gravest first, as the standard words them. */
export const GBT_LEVELS: readonly {
  readonly level: number
  readonly zh: string
  readonly en: string
}[] = [
  { level: 1, zh: '特别重大', en: 'I, particularly major' },
  { level: 2, zh: '重大', en: 'II, major' },
  { level: 3, zh: '较大', en: 'III, considerable' },
  { level: 4, zh: '一般', en: 'IV, general' },
]

/** Every category that has a sound counterpart. */
export const GBT_CATEGORIES: readonly string[] = [...new Set(Object.values(GBT_CATEGORY))]
