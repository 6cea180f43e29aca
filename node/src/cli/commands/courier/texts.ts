import type { CourierFault } from '../../../courier/courier-file.ts'
import type { Bilingual, Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on couriers' files say. */
const TEXTS = {
  exporting: {
    en: '{envelopes} envelopes, {items} objects, {mib} MiB',
    zh: '信封 {envelopes} 个，对象 {items} 个，{mib} MiB',
  },
  exported: {
    en: '{envelopes} envelopes with {items} objects and {receipts} receipts, in {files} files:',
    zh: '信封 {envelopes} 个（含对象 {items} 个）、回执 {receipts} 份，共 {files} 个文件：',
  },
  resumed: {
    en: '{files} files of an earlier run are whole and were gone on from.',
    zh: '先前导出的 {files} 个文件完整，已从其后继续。',
  },
  nothing: {
    en: 'Nothing is left to export to this peer.',
    zh: '没有需要导出给该对等节点的内容。',
  },
  importing: { en: '{file}: {envelopes} envelopes', zh: '{file}：信封 {envelopes} 个' },
  imported: {
    en: '{taken} envelopes taken, {known} here already, {items} objects new, {receipts} receipts for ours.',
    zh: '已接收信封 {taken} 个，此前已有 {known} 个，新增对象 {items} 个，收到我方信封的回执 {receipts} 份。',
  },
  refused: {
    en: '{parcels} parcels refused or not taken whole; see below.',
    zh: '{parcels} 个包裹被拒收或未完整接收，详见下文。',
  },
  parcels: { en: '{parcels} parcels: ', zh: '{parcels} 个包裹：' },
  answer: {
    en: 'Export to the peer now: its receipts travel with your next file.',
    zh: '请随即向对方导出：回执随下一个文件送达。',
  },
  missing: {
    en: 'An earlier file is missing: bring it, or have the peer export again. What was taken stays.',
    zh: '缺少较早的文件：请补送该文件，或请对方重新导出。已接收的内容予以保留。',
  },
  'identity-written': {
    en: 'The identity of this node is in {file}. Give it to the other side, who runs `concert peer bring`.',
    zh: '本节点的身份文件已写入 {file}。请交给对方，由对方执行 `concert peer bring`。',
  },
  'file-bad': { en: '{file} cannot be read or written.', zh: '无法读取或写入 {file}。' },
  'file-exists': { en: '{file} is there already.', zh: '{file} 已存在。' },
  'not-identity': {
    en: '{file} is not an identity as `concert courier identity` writes it.',
    zh: '{file} 不是 `concert courier identity` 写出的身份文件。',
  },
} as const

/** Why a file was not read on. */
export const COURIER_FAULTS: Readonly<Record<CourierFault | 'courier-refused', Bilingual>> = {
  'courier-refused': {
    en: 'So many parcels were refused that the rest of the file was not read.',
    zh: '被拒收的包裹过多，文件的其余部分未再读取。',
  },
  'courier-not': { en: 'This is no courier’s file.', zh: '不是信使文件。' },
  'courier-cut': {
    en: 'The file is cut short; what comes before the cut was taken.',
    zh: '文件不完整；截断处之前的内容已接收。',
  },
  'courier-damaged': {
    en: 'The file was damaged or changed on the way; each parcel that is whole was taken.',
    zh: '文件在途中受损或被改动；其中完整的包裹已接收。',
  },
}

/** A sentence in both languages. */
export function both(
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): Bilingual {
  return { en: fill(TEXTS[key].en, params), zh: fill(TEXTS[key].zh, params) }
}

/** The sentence of a key with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return both(key, params)[lang]
}
