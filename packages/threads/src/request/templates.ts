import type { Both } from '../compact/labels.ts'
import type { RequestRoot } from './acts.ts'
import type { EvidenceItem, RequestTemplateId } from './words.ts'

/** A kind of request to start from: what it asks for, and what must be there before it is sent. */
export interface RequestTemplate {
  readonly id: RequestTemplateId
  readonly title: Both
  /** What to say, for whoever writes it. */
  readonly hint: Both
  readonly type: RequestRoot['type']
  /** `notify`: to be acknowledged, no answer owed. */
  readonly kind: 'request' | 'notify'
  readonly urgency: RequestRoot['urgency']
  readonly incident: Omit<RequestRoot['incident'], 'level'>
  /** Without these nothing is sent. */
  readonly required: readonly EvidenceItem[]
  /** Without these the sender is warned: they are what refusals most often name. */
  readonly wanted: readonly EvidenceItem[]
  /** Whether it lists targets, asks numbered questions, names something to be kept. */
  readonly needs: readonly ('targets' | 'questions' | 'preservation')[]
}

/** Templates by their id, in the order in which they are offered. */
export const TEMPLATES: Readonly<Record<RequestTemplateId, RequestTemplate>> = {
  'phishing-takedown': {
    id: 'phishing-takedown',
    title: { en: 'Phishing takedown', zh: '仿冒网站关停' },
    hint: {
      en: 'The sites, whom they imitate, when they were first seen, and how that was checked.',
      zh: '列出仿冒网站、被仿冒方、首次发现时间以及核实方法。',
    },
    type: 'takedown',
    kind: 'request',
    urgency: 'u1',
    incident: { class: 'fraud', type: 'phishing' },
    required: ['targets', 'verification'],
    wanted: ['first-seen', 'screenshot'],
    needs: ['targets'],
  },
  'malware-hosting': {
    id: 'malware-hosting',
    title: { en: 'Malware hosting', zh: '恶意程序传播源处置' },
    hint: {
      en: 'Where the malicious program is served, its digest, and when it was last fetched.',
      zh: '列出恶意程序的下载地址、样本摘要以及最近一次获取时间。',
    },
    type: 'takedown',
    kind: 'request',
    urgency: 'u1',
    incident: { class: 'malicious-code', type: 'malware-distribution' },
    required: ['sample-digest', 'targets', 'verification'],
    wanted: ['first-seen'],
    needs: ['targets'],
  },
  'c2-takedown': {
    id: 'c2-takedown',
    title: { en: 'C2 takedown', zh: '控制服务器处置' },
    hint: {
      en: 'The control servers, which malicious program reports to them, and how that is known.',
      zh: '列出控制服务器、与其通信的恶意程序以及判断依据。',
    },
    type: 'takedown',
    kind: 'request',
    urgency: 'u1',
    incident: { class: 'malicious-code', type: 'c2-server' },
    required: ['sample-digest', 'targets', 'verification'],
    wanted: ['attack-traffic', 'first-seen'],
    needs: ['targets'],
  },
  'botnet-notification': {
    id: 'botnet-notification',
    title: { en: 'Botnet notification', zh: '僵尸网络受控主机通报' },
    hint: {
      en: 'Addresses of controlled hosts on your networks, and where they were seen from.',
      zh: '列出对方网络内的受控主机地址以及观测来源。',
    },
    type: 'victim-notification',
    kind: 'notify',
    urgency: 'u2',
    incident: { class: 'malicious-code', type: 'infected-system' },
    required: ['targets', 'verification'],
    wanted: ['first-seen'],
    needs: ['targets'],
  },
  'ddos-mitigation': {
    id: 'ddos-mitigation',
    title: { en: 'DDoS mitigation', zh: '分布式拒绝服务攻击处置' },
    hint: {
      en: 'Sources or reflectors on your networks, the traffic, and what it does to whom. Sources may be forged.',
      zh: '列出对方网络内的攻击源或反射点、流量特征以及受影响方。源地址可能系伪造。',
    },
    type: 'takedown',
    kind: 'request',
    urgency: 'u1',
    incident: { class: 'availability', type: 'ddos' },
    required: ['attack-traffic', 'harm-description', 'targets'],
    wanted: ['first-seen', 'verification'],
    needs: ['targets'],
  },
  'data-breach': {
    id: 'data-breach',
    title: { en: 'Data breach notice', zh: '数据泄露通报' },
    hint: {
      en: 'What kinds of data, of how many, seen where. Never the data itself.',
      zh: '说明数据类别、涉及规模以及发现位置，切勿附上数据本身。',
    },
    type: 'victim-notification',
    kind: 'notify',
    urgency: 'u1',
    incident: { class: 'information-content-security', type: 'data-leak' },
    required: ['data-categories', 'verification'],
    wanted: ['affected-systems', 'first-seen'],
    needs: [],
  },
  vulnerability: {
    id: 'vulnerability',
    title: { en: 'Vulnerability coordination', zh: '协同漏洞披露' },
    hint: {
      en: 'Product and versions, how it was confirmed, and when it is to be disclosed. Undisclosed vulnerabilities travel as TLP:RED.',
      zh: '说明产品与受影响版本、确认方法以及拟披露时间。未公开漏洞须标记TLP:RED。',
    },
    type: 'analysis',
    kind: 'request',
    urgency: 'u2',
    incident: { class: 'vulnerable', type: 'vulnerable-system' },
    required: ['proof-of-concept', 'versions'],
    wanted: ['affected-systems', 'harm-description'],
    needs: ['questions'],
  },
  preservation: {
    id: 'preservation',
    title: { en: 'Preservation', zh: '证据保全' },
    hint: {
      en: 'What is to be kept, who holds it, and until when: 60 days unless renewed. Disclosure is a matter of mutual legal assistance.',
      zh: '说明保全对象、保管方以及保全期限（默认60日，可续期）。调取须经刑事司法协助途径。',
    },
    type: 'preservation',
    kind: 'request',
    urgency: 'u1',
    incident: { class: 'other', type: 'undetermined' },
    required: ['custodian', 'legal-basis'],
    wanted: ['first-seen', 'verification'],
    needs: ['preservation'],
  },
  information: {
    id: 'information',
    title: { en: 'Information', zh: '提供信息' },
    hint: {
      en: 'Numbered questions, each with what would settle it, and why the answer is needed.',
      zh: '逐条编号提问，说明何种答复可视为解决，以及为何需要该答复。',
    },
    type: 'information',
    kind: 'request',
    urgency: 'u2',
    incident: { class: 'other', type: 'undetermined' },
    required: [],
    wanted: ['harm-description', 'verification'],
    needs: ['questions'],
  },
  'victim-notification': {
    id: 'victim-notification',
    title: { en: 'Victim notification', zh: '通知受害方' },
    hint: {
      en: 'Who is to be told, of what, and what may be said of where it comes from.',
      zh: '说明通知对象、通知内容以及可否说明信息来源。',
    },
    type: 'victim-notification',
    kind: 'request',
    urgency: 'u1',
    incident: { class: 'intrusions', type: 'system-compromise' },
    required: ['affected-systems', 'verification'],
    wanted: ['contact-of-victim', 'first-seen'],
    needs: [],
  },
  'handling-breach': {
    id: 'handling-breach',
    title: { en: 'Breach of handling', zh: '违反处理限制' },
    hint: {
      en: 'What was handled beyond its restriction, how that is known, and what is asked to put it right.',
      zh: '说明何项内容被超出限制处理、判断依据，以及要求采取的补救措施。',
    },
    type: 'clarification',
    kind: 'request',
    urgency: 'u2',
    incident: { class: 'information-content-security', type: 'data-leak' },
    required: ['verification'],
    wanted: ['first-seen', 'harm-description'],
    needs: ['questions'],
  },
}
