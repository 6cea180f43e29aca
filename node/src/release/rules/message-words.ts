import { parseTlp, type Tlp } from '@concert/stix'

const LABEL = /\bTLP\s?[:：]\s?(RED|AMBER\s?\+\s?STRICT|AMBER|GREEN|CLEAR|WHITE)\b/gi

/** The TLP labels that a text carries; what it says is as strict as the strictest. */
export function labelsIn(text: string): readonly Tlp[] {
  if (!/tlp/i.test(text)) return []
  return [...text.matchAll(LABEL)].flatMap(([, label = '']) => {
    return parseTlp(label.replaceAll(/\s/g, '')) ?? []
  })
}

// Marks as documents carry them, not the words: "a secret key" is no mark. China: the level and a
// star, or in brackets, or named as the level (Law on Guarding State Secrets). US: capitals as
// banner and portion marks are written (32 CFR 2001), and CUI (32 CFR 2002).
const SECRECY =
  /(?:绝密|机密|秘密)\s?[★☆]|[【[（(](?:绝密|机密|秘密|内部资料)[】\]）)]|密级\s?[:：]\s?(?:绝密|机密|秘密)|\bTOP SECRET\b|\bSECRET\/\/|\bCONFIDENTIAL\/\/|\bNOFORN\b|\bCUI\/\/|\(CUI\)|\((?:TS|S|C)\/\/[A-Z]/

/** Whether a text carries a mark of state secrecy or of controlled information. */
export function isSecrecyMark(text: string): boolean {
  return SECRECY.test(text)
}

// A request states that nobody is held responsible (domain, no-attribution statement): these words
// say otherwise. Origin of traffic is not responsibility.
const ATTRIBUTION =
  /\b(?:state|government)[- ]?(?:sponsored|backed|directed)\b|\bnation[- ]state\b|\battribut(?:ed|able) to\b|\bAPT[- ]?\d{1,3}\b|(?:国家|政府)(?:支持|背景|资助|授意)|归因(?:于|为)|境外(?:情报|间谍)/i

/** Whether a text says who is behind something. */
export function holdsAttribution(text: string): boolean {
  return ATTRIBUTION.test(text)
}
