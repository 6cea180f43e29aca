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
 * Categories of GB/T 20986-2023 (clause 6) by the RSIT class that means the same. A class without
 * a sound counterpart is not here: nobody's classification is guessed. The level (I to IV) is
 * never derived from a class: the standard grades by harm, not by kind.
 */
const GBT_CATEGORY: Readonly<Partial<Record<RsitClass, string>>> = {
  'malicious-code': '恶意程序事件',
  'intrusion-attempts': '网络攻击事件',
  intrusions: '网络攻击事件',
  'information-content-security': '数据安全事件',
  'abusive-content': '信息内容安全事件',
  vulnerable: '安全隐患事件',
}

/** The GB/T 20986 category of an RSIT class, or undefined when there is no sound one. */
export function gbtCategory(rsitClass: RsitClass): string | undefined {
  return GBT_CATEGORY[rsitClass]
}
