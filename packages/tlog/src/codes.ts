/**
 * Why the library did not accept something. The set is closed; `at` of a refusal names the line or
 * the field.
 *
 * - `malformed`: the bytes are not what the format's specification allows
 * - `unsupported-key`: a key type that this library does not verify, or a key refused as weak
 * - `ambiguous-key`: two trusted keys share the name and the key id of a signature line
 * - `bad-signature`: a line of a trusted key does not verify
 * - `no-known-signature`: no line of a required trusted key
 * - `unknown-log`: the checkpoint's origin is not one of the trusted logs
 * - `quorum-unmet`: too few cosignatures for the policy
 * - `not-included`: the inclusion proof does not lead to the checkpoint's root
 * - `out-of-range`: an index or a size beyond the tree
 * - `tile-missing`: a tile that the tree must have is absent or too short
 * - `entry-too-large`: an entry of more than 65,535 bytes
 */
export type TlogCode =
  | 'malformed'
  | 'unsupported-key'
  | 'ambiguous-key'
  | 'bad-signature'
  | 'no-known-signature'
  | 'unknown-log'
  | 'quorum-unmet'
  | 'not-included'
  | 'out-of-range'
  | 'tile-missing'
  | 'entry-too-large'

/** One sentence for each code, in both languages. */
export const TLOG_MESSAGES: Readonly<
  Record<TlogCode, { readonly en: string; readonly zh: string }>
> = {
  malformed: {
    en: 'The data does not follow the format.',
    zh: '数据不符合格式要求。',
  },
  'unsupported-key': {
    en: 'The key is weak or of a type that is not supported.',
    zh: '密钥强度不足，或其类型不受支持。',
  },
  'ambiguous-key': {
    en: 'Two trusted keys have the same name and key id.',
    zh: '两个受信任的密钥具有相同的名称和密钥编号。',
  },
  'bad-signature': {
    en: 'A signature of a trusted key does not verify.',
    zh: '受信任密钥的一个签名未通过验证。',
  },
  'no-known-signature': {
    en: 'There is no signature of a trusted key.',
    zh: '没有受信任密钥的签名。',
  },
  'unknown-log': {
    en: 'The log is not one of the trusted logs.',
    zh: '该日志不在受信任的日志之列。',
  },
  'quorum-unmet': {
    en: 'Too few witnesses have cosigned the checkpoint.',
    zh: '联署该检查点的见证方数量不足。',
  },
  'not-included': {
    en: 'The proof does not show that the log holds the entry.',
    zh: '该证明未能表明日志包含此条目。',
  },
  'out-of-range': {
    en: 'The index or size is beyond the end of the log.',
    zh: '索引或大小超出日志范围。',
  },
  'tile-missing': {
    en: 'A tile of the log is missing or too short.',
    zh: '日志的一个分块缺失或过短。',
  },
  'entry-too-large': {
    en: 'The entry is larger than 65,535 bytes.',
    zh: '条目大于65,535字节。',
  },
}
