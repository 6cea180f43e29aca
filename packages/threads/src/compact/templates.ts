import type { CompactText } from './diff.ts'
import { NO_TERMS, type RequestTerms, type Terms } from './terms.ts'

/** A compact to start from; parties, times and every term can be changed before it is proposed. */
export interface CompactTemplate extends CompactText {
  readonly id: 'csirt' | 'phishing' | 'research' | 'multilateral'
  readonly terms: Terms
}

const minutes = (count: number) => ({ unit: 'minutes', count }) as const
const days = (count: number) => ({ unit: 'working_days', count }) as const

/** Times by urgency as domain experts propose them (shared domain model, Requests). */
const URGENCY: RequestTerms['urgency'] = {
  u0: {
    acknowledge: minutes(60),
    answer: minutes(240),
    ladder: [
      { to: 'deputy', after: minutes(1) },
      { to: 'policy-contact', after: minutes(60) },
      { to: 'hotline', after: minutes(180) },
    ],
  },
  u1: {
    acknowledge: minutes(240),
    answer: minutes(1440),
    ladder: [{ to: 'policy-contact', after: minutes(1440) }],
  },
  u2: { acknowledge: days(1), answer: days(5), ladder: [] },
  u3: { acknowledge: days(3), answer: days(20), ladder: [] },
}

const RECEIPT = {
  en: 'Acknowledging receipt of a notice or a request does not indicate agreement with what it says.',
  zh: '确认收到通报或请求，不代表认可其中内容。',
}

const SUSPENSION = {
  en: 'Each party may suspend a tier, with notice and a reason code. Receipts, this compact, retraction, erasure, identity and evidence go on.',
  zh: '任何一方均可在通知并说明原因代码后暂停某一层合作。回执、本约定、撤回、删除、身份与证据不受影响。',
}

const NOT_JUDICIAL = {
  en: 'Requests under this compact are technical. They are not requests for mutual legal assistance and take no position on who is responsible.',
  zh: '本约定项下的请求属于技术性请求，不构成刑事司法协助请求，也不涉及责任归因。',
}

const INDICATOR_TYPES = [
  'domain-name',
  'file',
  'identity',
  'indicator',
  'ipv4-addr',
  'ipv6-addr',
  'observed-data',
  'relationship',
  'sighting',
  'url',
]

const PASSED_ON = {
  en: 'Whoever passes something on tells its author who has receipted it, and its retraction.',
  zh: '转发任何内容的一方，应向其作者告知何方已就该内容及其撤回出具回执。',
}

/** Compacts to start from. */
export const COMPACT_TEMPLATES: readonly CompactTemplate[] = [
  {
    id: 'csirt',
    title: { en: 'Technical cooperation between CSIRTs', zh: '应急响应组织间技术合作约定' },
    text: [
      {
        en: 'The parties exchange threat information and answer each other’s assistance requests in time.',
        zh: '各方交换威胁信息，并对彼此的协助请求及时给予回应。',
      },
      NOT_JUDICIAL,
      RECEIPT,
      SUSPENSION,
    ],
    terms: {
      ...NO_TERMS,
      intelligence: {
        tlp: 'amber',
        types: [
          ...INDICATOR_TYPES,
          'attack-pattern',
          'campaign',
          'course-of-action',
          'grouping',
          'infrastructure',
          'malware',
          'note',
          'report',
          'tool',
          'vulnerability',
        ].toSorted(),
        attribution: false,
        onward: false,
        retention_days: 365,
      },
      requests: {
        types: [
          'analysis',
          'clarification',
          'information',
          'preservation',
          'takedown',
          'victim-notification',
        ],
        urgency: URGENCY,
        targets: 10_000,
      },
      matching: { set_min: 1000, set_max: 1_000_000, budget_per_day: 2_000_000, tell: 'count' },
      notice: { suspend_hours: 0, end_days: 30 },
    },
  },
  {
    id: 'phishing',
    title: { en: 'Phishing takedown', zh: '仿冒网站关停合作约定' },
    text: [
      {
        en: 'The parties tell each other of phishing sites and take down those on their own networks.',
        zh: '各方相互通报仿冒网站，并关停本方网络内的仿冒网站。',
      },
      PASSED_ON,
      NOT_JUDICIAL,
      RECEIPT,
      SUSPENSION,
    ],
    terms: {
      ...NO_TERMS,
      intelligence: {
        tlp: 'green',
        types: [
          'domain-name',
          'identity',
          'indicator',
          'ipv4-addr',
          'ipv6-addr',
          'sighting',
          'url',
        ],
        attribution: false,
        onward: true,
        holders_told: true,
        retention_days: 180,
      },
      requests: {
        types: ['clarification', 'takedown'],
        urgency: { u1: URGENCY.u1, u2: URGENCY.u2 } as RequestTerms['urgency'],
        targets: 100_000,
      },
      notice: { suspend_hours: 24, end_days: 30 },
    },
  },
  {
    id: 'research',
    title: { en: 'Joint research', zh: '联合研究约定' },
    text: [
      {
        en: 'The parties study aggregate, suppressed and delayed data together. Either may veto its release.',
        zh: '各方共同研究经汇总、隐去细节并延后提供的数据。任何一方均可否决其发布。',
      },
      RECEIPT,
      SUSPENSION,
    ],
    terms: {
      ...NO_TERMS,
      intelligence: {
        tlp: 'green',
        types: [
          ...['attack-pattern', 'identity', 'indicator', 'malware', 'report', 'sighting'],
          'vulnerability',
        ],
        attribution: false,
        onward: false,
        retention_days: 730,
      },
      matching: { set_min: 10_000, set_max: 10_000_000, budget_per_day: 10_000_000, tell: 'count' },
      dialogue: { tracks: ['academic'], chatham_house: true },
      notice: { suspend_hours: 72, end_days: 90 },
    },
  },
  {
    id: 'multilateral',
    title: { en: 'Multilateral cooperation', zh: '多边合作约定' },
    text: [
      {
        en: 'The parties share what helps all of them and consult each other before public statements on joint cases.',
        zh: '各方分享对共同安全有益的信息，就共同处置的事件对外表态前相互磋商。',
      },
      PASSED_ON,
      NOT_JUDICIAL,
      RECEIPT,
      SUSPENSION,
    ],
    terms: {
      ...NO_TERMS,
      intelligence: {
        tlp: 'green',
        types: INDICATOR_TYPES,
        attribution: false,
        onward: true,
        holders_told: true,
        retention_days: 365,
      },
      requests: {
        types: ['clarification', 'information', 'takedown'],
        urgency: { u1: URGENCY.u1, u2: URGENCY.u2, u3: URGENCY.u3 } as RequestTerms['urgency'],
        targets: 1000,
      },
      dialogue: { tracks: ['official', 'technical'], chatham_house: true },
      notice: { suspend_hours: 48, end_days: 90 },
      anonymous_relay: true,
    },
  },
]
