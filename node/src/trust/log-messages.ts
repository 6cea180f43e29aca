/**
 * What can go wrong with this node's own log.
 *
 * - `log-rolled-back`: the database holds an older or another tree than the one this node has
 *   signed and released; nothing is signed until a person has looked
 * - `log-watermark-missing`: the database holds a log, but the file beside it that names the latest
 *   released checkpoint is gone
 * - `log-watermark-malformed`: that file cannot be read as one
 * - `log-origin-changed`: the database or the file belongs to a log of another name
 * - `log-damaged`: a tile or the state of the log is missing or does not lead to its root
 * - `log-unknown-leaf`: a proof was asked for a leaf that the tree does not hold
 * - `log-out-of-range`: a proof was asked for a tree larger than the released one
 * - `log-leaf-too-large`: a leaf is longer than an entry may be
 * - `witness-rolled-back`: the witness's database has forgotten heads that it has cosigned
 * - `witness-mark-missing`: it has cosigned, but the file that says how much is gone
 * - `witness-mark-malformed`: that file cannot be read as one
 * - `log-stopped`: the log was stopped while somebody waited for it
 */
export type LogErrorCode =
  | 'log-rolled-back'
  | 'log-watermark-missing'
  | 'log-watermark-malformed'
  | 'log-origin-changed'
  | 'log-damaged'
  | 'log-unknown-leaf'
  | 'log-out-of-range'
  | 'log-leaf-too-large'
  | 'witness-rolled-back'
  | 'witness-mark-missing'
  | 'witness-mark-malformed'
  | 'log-stopped'

/** What each error of the log says to an operator, in both languages. */
export const LOG_MESSAGES: Readonly<
  Record<LogErrorCode, { readonly en: string; readonly zh: string }>
> = {
  'log-rolled-back': {
    en: 'The database holds an older or another log than the one this node has signed. Restore the newest database; signing again from here would be equivocation.',
    zh: '数据库中的日志比本节点已签名的日志更旧或与之不同。请恢复最新的数据库；从此处继续签名等同于自相矛盾。',
  },
  'log-watermark-missing': {
    en: 'The file with the latest signed checkpoint is missing. Put it back, or confirm that no newer checkpoint was ever released.',
    zh: '缺少记录最新已签名检查点的文件。请将其放回，或确认从未发布过更新的检查点。',
  },
  'log-watermark-malformed': {
    en: 'The file with the latest signed checkpoint cannot be read.',
    zh: '无法读取记录最新已签名检查点的文件。',
  },
  'log-origin-changed': {
    en: 'This database belongs to a log of another name.',
    zh: '该数据库属于另一名称的日志。',
  },
  'log-damaged': {
    en: 'Part of the log is missing or does not match its root.',
    zh: '日志的一部分缺失，或与其根不一致。',
  },
  'log-unknown-leaf': {
    en: 'The log does not hold this leaf.',
    zh: '日志中没有该叶。',
  },
  'log-out-of-range': {
    en: 'The log is not that large.',
    zh: '日志没有这么大。',
  },
  'log-leaf-too-large': {
    en: 'The leaf is too large for the log.',
    zh: '该叶超出日志条目的大小限制。',
  },
  'witness-rolled-back': {
    en: 'The database of the witness is older than what it has cosigned. Bring the newest one, or begin anew with another key; cosigning from here could contradict itself.',
    zh: '见证方的数据库比其已联署的内容更旧。请换上最新的数据库，或改用新密钥重新开始；从此处继续联署可能自相矛盾。',
  },
  'witness-mark-missing': {
    en: 'The file that says how much the witness has cosigned is missing. Put it back, or begin anew with another key.',
    zh: '缺少记录见证方联署进度的文件。请将其放回，或改用新密钥重新开始。',
  },
  'witness-mark-malformed': {
    en: 'The file that says how much the witness has cosigned cannot be read.',
    zh: '无法读取记录见证方联署进度的文件。',
  },
  'log-stopped': {
    en: 'The log was stopped.',
    zh: '日志已停止。',
  },
}
