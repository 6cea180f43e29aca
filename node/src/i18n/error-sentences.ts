import { STORE_MESSAGES } from '../store/store-messages.ts'
import { LOG_MESSAGES } from '../trust/log-messages.ts'
import type { Bilingual } from './language.ts'
import { refusalSentence } from './refusals.ts'

/** Errors of starting a node that have no table of their own. */
const START_ERRORS: Readonly<Record<string, Bilingual>> = {
  'root-missing': {
    en: 'The root keys that must sign the identity are not in the key folder. Bring them from the offline medium.',
    zh: '签署身份文件所需的根密钥不在密钥文件夹中。请从离线介质取回。',
  },
  'key-missing': {
    en: 'A current key of a required use is missing or has expired.',
    zh: '缺少某用途的现行密钥，或其已过期。',
  },
  'key-unusable': { en: 'A key cannot be used.', zh: '有密钥无法使用。' },
  'own-identity-broken': {
    en: 'The stored identity of this node does not verify.',
    zh: '存储中的本节点身份文件未通过验证。',
  },
  'database-url': {
    en: 'PostgreSQL is configured, but CONCERT_DATABASE_URL is not set.',
    zh: '配置为使用PostgreSQL，但未设置CONCERT_DATABASE_URL。',
  },
  'witness-name': {
    en: 'The name of the witness is not valid.',
    zh: '见证方名称无效。',
  },
}

/** The sentence of an error code wherever it comes from; undefined for one without. */
export function errorSentence(code: string): Bilingual | undefined {
  const tables: Readonly<Record<string, Bilingual>>[] = [START_ERRORS, STORE_MESSAGES, LOG_MESSAGES]
  for (const table of tables) {
    if (Object.hasOwn(table, code)) return table[code]
  }
  return refusalSentence(code)
}
