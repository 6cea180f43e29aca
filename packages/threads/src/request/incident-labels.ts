import type { Both } from '../compact/labels.ts'
import type { CalendarId } from './calendars.ts'
import type { GbtCategory, RSIT, RsitClass } from './rsit.ts'

type RsitType = (typeof RSIT)[RsitClass][number]

/** Classes of RSIT in words. */
export const RSIT_CLASS_LABELS: Readonly<Record<RsitClass, Both>> = {
  'abusive-content': { en: 'abusive content', zh: '滥用内容' },
  'malicious-code': { en: 'malicious code', zh: '恶意程序' },
  'information-gathering': { en: 'information gathering', zh: '信息刺探' },
  'intrusion-attempts': { en: 'intrusion attempts', zh: '入侵尝试' },
  intrusions: { en: 'intrusions', zh: '入侵' },
  availability: { en: 'availability', zh: '可用性' },
  'information-content-security': { en: 'information content security', zh: '信息内容安全' },
  fraud: { en: 'fraud', zh: '欺诈' },
  vulnerable: { en: 'vulnerable', zh: '脆弱性' },
  other: { en: 'other', zh: '其他' },
  test: { en: 'test', zh: '测试' },
}

/** Types of RSIT in words. */
export const RSIT_TYPE_LABELS: Readonly<Record<RsitType, Both>> = {
  spam: { en: 'spam', zh: '垃圾信息' },
  'harmful-speech': { en: 'harmful speech', zh: '有害言论' },
  violence: { en: 'violence', zh: '暴力内容' },
  'infected-system': { en: 'infected system', zh: '受感染系统' },
  'c2-server': { en: 'C2 server', zh: '控制服务器' },
  'malware-distribution': { en: 'malware distribution', zh: '恶意程序传播' },
  'malware-configuration': { en: 'malware configuration', zh: '恶意程序配置' },
  scanner: { en: 'scanning', zh: '扫描' },
  sniffing: { en: 'sniffing', zh: '嗅探' },
  'social-engineering': { en: 'social engineering', zh: '社会工程' },
  'ids-alert': { en: 'exploitation of known vulnerabilities', zh: '利用已知漏洞' },
  'brute-force': { en: 'login attempts', zh: '暴力破解' },
  exploit: { en: 'new attack signature', zh: '新型攻击' },
  'privileged-account-compromise': { en: 'privileged account compromise', zh: '特权账户失陷' },
  'unprivileged-account-compromise': { en: 'unprivileged account compromise', zh: '普通账户失陷' },
  'application-compromise': { en: 'application compromise', zh: '应用失陷' },
  'system-compromise': { en: 'system compromise', zh: '系统失陷' },
  burglary: { en: 'burglary', zh: '入室盗窃' },
  dos: { en: 'denial of service', zh: '拒绝服务攻击' },
  ddos: { en: 'distributed denial of service', zh: '分布式拒绝服务攻击' },
  misconfiguration: { en: 'misconfiguration', zh: '配置错误' },
  sabotage: { en: 'sabotage', zh: '破坏' },
  outage: { en: 'outage', zh: '中断' },
  'unauthorised-information-access': {
    en: 'unauthorised access to information',
    zh: '未授权访问信息',
  },
  'unauthorised-information-modification': {
    en: 'unauthorised modification of information',
    zh: '未授权篡改信息',
  },
  'data-loss': { en: 'data loss', zh: '数据丢失' },
  'data-leak': { en: 'data leak', zh: '数据泄露' },
  'unauthorised-use-of-resources': { en: 'unauthorised use of resources', zh: '未授权使用资源' },
  copyright: { en: 'copyright', zh: '侵犯著作权' },
  masquerade: { en: 'masquerade', zh: '仿冒' },
  phishing: { en: 'phishing', zh: '网络钓鱼' },
  'weak-crypto': { en: 'weak cryptography', zh: '弱加密' },
  'ddos-amplifier': { en: 'DDoS amplifier', zh: '分布式拒绝服务放大器' },
  'potentially-unwanted-accessible': {
    en: 'potentially unwanted accessible services',
    zh: '不必要的开放服务',
  },
  'information-disclosure': { en: 'information disclosure', zh: '信息暴露' },
  'vulnerable-system': { en: 'vulnerable system', zh: '存在漏洞的系统' },
  other: { en: 'uncategorised', zh: '未归类' },
  undetermined: { en: 'undetermined', zh: '未确定' },
  test: { en: 'test', zh: '测试' },
}

/** Categories of GB/T 20986-2023 by their Chinese names; the English is ours, for readers of it. */
export const GBT_LABELS: Readonly<Record<GbtCategory, Both>> = {
  恶意程序事件: { en: 'malicious program incident', zh: '恶意程序事件' },
  网络攻击事件: { en: 'network attack incident', zh: '网络攻击事件' },
  数据安全事件: { en: 'data security incident', zh: '数据安全事件' },
  信息内容安全事件: { en: 'information content security incident', zh: '信息内容安全事件' },
  安全隐患事件: { en: 'latent security risk incident', zh: '安全隐患事件' },
  设备设施故障事件: { en: 'equipment and facility failure incident', zh: '设备设施故障事件' },
}

/** Whose working days count. */
export const CALENDAR_LABELS: Readonly<Record<CalendarId, Both>> = {
  cn: { en: 'China', zh: '中国' },
  'us-eastern': { en: 'US, Eastern time', zh: '美国（东部时间）' },
  'us-central': { en: 'US, Central time', zh: '美国（中部时间）' },
  'us-mountain': { en: 'US, Mountain time', zh: '美国（山地时间）' },
  'us-pacific': { en: 'US, Pacific time', zh: '美国（太平洋时间）' },
  utc: { en: 'UTC, Monday to Friday', zh: 'UTC，周一至周五' },
}
