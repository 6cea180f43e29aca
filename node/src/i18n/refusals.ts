import type { RefusalCode } from '@concert/envelope'
import type { Bilingual } from './language.ts'

/** What the operator's interface refuses by itself, beside what peers are refused for. */
export type OperatorCode =
  | 'unreachable'
  | 'bad-url'
  | 'http-status'
  | 'own-node'
  | 'safety-number'
  | 'unknown-compact'
  | 'already-past'
  | 'first-version'
  | 'words-unreadable'
  | 'already-signed'
  | 'not-in-force'
  | 'notice-too-short'
  | 'already-suspended'
  | 'tier-not-agreed'
  | 'not-suspended'
  | 'compact-ended'
  | 'not-found'
  | 'retention-over'
  | 'file-mismatch'
  | 'file-size'
  | 'file-incomplete'
  | 'file-unreadable'
  | 'unauthorised'
  | 'release-rules'
  | 'delegate-required'
  | 'delegate-unknown'
  | 'role-missing'
  | 'four-eyes'
  | 'nothing-waiting'
  | 'changed-since'
  | 'no-longer-allowed'
  | 'release-blocked'
  | 'release-review'
  | 'not-overridable'
  | 'already-decided'
  | 'bad-cursor'
  | 'too-many'
  | 'taxii-alias-taken'
  | 'taxii-no-collection'
  | 'taxii-no-token'
  | 'taxii-certificate-taken'
  | 'taxii-not-writable'

/** One sentence for each refusal, in both languages. A code without one does not compile. */
export const REFUSALS: Readonly<Record<RefusalCode | OperatorCode, Bilingual>> = {
  'not-accepted': {
    en: 'The peer did not accept the parcel and does not say why: it may not know or not have confirmed this node.',
    zh: '对方未接受该包裹，也未说明原因：对方可能不认识或尚未确认本节点。',
  },
  'too-large': { en: 'It is larger than allowed.', zh: '超出允许的大小。' },
  withheld: {
    en: 'The sender keeps back what it had queued: the compact or its release does not allow it any more.',
    zh: '发送方扣留了原已排队的内容：合作约定或放行决定已不再允许外发。',
  },
  'file-mismatch': {
    en: 'The file is not the one whose SHA-256 was named.',
    zh: '文件的SHA-256与所列不符。',
  },
  'file-size': {
    en: 'The file is empty, or larger than allowed.',
    zh: '文件为空，或超出允许的大小。',
  },
  'file-incomplete': {
    en: 'Parts of the file have not come yet.',
    zh: '文件尚未收全。',
  },
  'retention-over': {
    en: 'It was deleted here when the days agreed in its compact were over.',
    zh: '合作约定规定的保存天数已满，该对象已在本节点删除。',
  },
  'bad-cursor': {
    en: 'This is no place in a list that this node gave out.',
    zh: '这不是本节点给出的列表位置。',
  },
  'too-many': {
    en: 'There are as many as may be kept; remove some first.',
    zh: '数量已达上限，请先删除一些。',
  },
  'taxii-alias-taken': {
    en: 'Another TAXII collection has this alias.',
    zh: '该别名已用于另一个TAXII集合。',
  },
  'taxii-no-collection': {
    en: 'There is no TAXII collection of this id or alias.',
    zh: '没有该编号或别名的TAXII集合。',
  },
  'taxii-no-token': {
    en: 'There is no such TAXII token, or it was revoked already.',
    zh: '没有该TAXII令牌，或其已被吊销。',
  },
  'taxii-certificate-taken': {
    en: 'Another TAXII token is bound to this certificate.',
    zh: '该证书已绑定另一个TAXII令牌。',
  },
  'taxii-not-writable': {
    en: 'A view of a compact cannot be written: what is shared under it is decided elsewhere.',
    zh: '按合作约定筛选的集合不可写入：哪些内容在该约定下共享，由其他流程决定。',
  },
  'too-slow': { en: 'It arrived too slowly.', zh: '传输过慢。' },
  busy: { en: 'Too much at once; try again later.', zh: '请求过多，请稍后重试。' },
  malformed: { en: 'It does not follow the format.', zh: '不符合格式要求。' },
  'unknown-peer': { en: 'This node is not known here.', zh: '本节点不认识该节点。' },
  'unconfirmed-peer': {
    en: 'The peer has not been confirmed: compare the safety number first.',
    zh: '该对等节点尚未确认：请先比对安全码。',
  },
  'frozen-peer': {
    en: 'The pair is frozen until people compare the safety number again.',
    zh: '双方通道已冻结，须由人员重新比对安全码。',
  },
  'wrong-recipient': { en: 'It is addressed to another node.', zh: '收件方是另一个节点。' },
  'bad-signature': { en: 'A signature does not verify.', zh: '有签名未通过验证。' },
  'signers-mismatch': {
    en: 'The signatures are not exactly those that the identity requires.',
    zh: '签名与身份文件要求的签名方不完全一致。',
  },
  'unknown-key': { en: 'The identity lists no such key.', zh: '身份文件中没有该密钥。' },
  'key-expired': { en: 'The key is outside its period of validity.', zh: '密钥不在有效期内。' },
  'key-revoked': { en: 'The key has been revoked.', zh: '密钥已被吊销。' },
  'unknown-identity': {
    en: 'The identity version is not known here.',
    zh: '本节点没有该版本的身份文件。',
  },
  'identity-chain': {
    en: 'The identity does not follow from the version held.',
    zh: '身份文件与现有版本不相衔接。',
  },
  'identity-fork': {
    en: 'Another identity document exists for a version that is held.',
    zh: '同一版本出现了另一份身份文件。',
  },
  'seal-failed': { en: 'The seal does not open.', zh: '密封内容无法打开。' },
  'digest-mismatch': {
    en: 'The bytes are not those that were signed.',
    zh: '内容与签名所指不符。',
  },
  'inflated-too-large': {
    en: 'The content is larger than allowed once unpacked.',
    zh: '解压后的内容超出允许的大小。',
  },
  gap: { en: 'An earlier envelope is missing.', zh: '缺少之前的信封。' },
  conflict: {
    en: 'Another envelope has this number: the pair is frozen.',
    zh: '该序号已有另一个信封：双方通道已冻结。',
  },
  epoch: { en: 'The epoch is not the one expected.', zh: '纪元与预期不符。' },
  chain: {
    en: 'The envelope does not follow the one before.',
    zh: '该信封与前一个信封不相衔接。',
  },
  'log-proof': {
    en: "The document is not proved to be in its sender's log.",
    zh: '未能证明该文件已记入发送方的透明日志。',
  },
  'log-consistency': {
    en: "The sender's log does not extend what was seen of it.",
    zh: '发送方的透明日志与此前所见不一致。',
  },
  'statement-missing': {
    en: 'A statement that the envelope lists is missing or another one.',
    zh: '信封所列的声明缺失或不符。',
  },
  'statement-signature': {
    en: "The statement's signatures do not verify.",
    zh: '声明的签名未通过验证。',
  },
  'commitment-mismatch': {
    en: 'What travelled with the statement is not what it committed to.',
    zh: '随附内容与声明的承诺值不符。',
  },
  'own-chain': {
    en: "The statement does not follow its author's last one in the thread.",
    zh: '该声明与作者在议程线中的上一条声明不相衔接。',
  },
  'parents-missing': {
    en: 'Earlier statements of the thread are missing.',
    zh: '缺少议程线中更早的声明。',
  },
  'unsupported-kind': { en: 'This kind of statement is not supported.', zh: '不支持此类声明。' },
  'bad-act': { en: 'The act of the statement is not valid.', zh: '声明的行为内容无效。' },
  'not-author': { en: 'Only the author may do this.', zh: '只有作者可以这样做。' },
  'no-compact': {
    en: 'No compact that allows this is in force.',
    zh: '没有允许此操作的生效合作约定。',
  },
  'compact-terms': {
    en: 'The terms of the compact do not allow this.',
    zh: '合作约定的条款不允许。',
  },
  'clause-types': {
    en: 'The compact does not let this type of object through (clause intelligence.types).',
    zh: '合作约定不允许此类型的对象通过（条款intelligence.types）。',
  },
  'clause-suites': {
    en: 'A signature suite that the compact demands is missing (clause suites).',
    zh: '缺少合作约定要求的签名套件（条款suites）。',
  },
  'tier-suspended': {
    en: 'This tier of the compact is suspended.',
    zh: '合作约定的这一层已暂停。',
  },
  'tlp-exceeded': {
    en: 'The TLP marking is stricter than the compact or the statement allows (clause intelligence.tlp).',
    zh: 'TLP标记严于合作约定或声明所允许的级别（条款intelligence.tlp）。',
  },
  'object-invalid': { en: 'A STIX object is not valid.', zh: '有STIX对象无效。' },
  'exercise-mixed': {
    en: 'Drill and live must not be mixed.',
    zh: '演练与实战不得混用。',
  },
  'tender-unproven': {
    en: 'It names a time at which a mailbox held something, and the tender that it quotes does not show it.',
    zh: '其中称信箱已于某时持有某内容，但所引述的信箱提供凭据不能证明。',
  },
  quota: { en: 'The quota is used up.', zh: '配额已用尽。' },
  unreachable: { en: 'The other node cannot be reached.', zh: '无法连接对方节点。' },
  'bad-url': {
    en: 'An https address is expected (http on loopback only).',
    zh: '须使用https网址（仅回环地址可用http）。',
  },
  'http-status': { en: 'The other node answered with an error.', zh: '对方节点返回错误。' },
  'own-node': { en: 'This is the node itself.', zh: '这是本节点自身。' },
  'safety-number': {
    en: 'The safety number is another one: do not confirm; somebody may stand between.',
    zh: '安全码不一致：请勿确认，可能有第三方介入。',
  },
  'unknown-compact': { en: 'There is no such compact here.', zh: '本节点没有该合作约定。' },
  'not-in-force': {
    en: 'No version of this compact is in force.',
    zh: '该合作约定没有任何生效版本。',
  },
  'notice-too-short': {
    en: 'That is sooner than the notice agreed in the compact.',
    zh: '早于合作约定所定的通知期。',
  },
  'tier-not-agreed': {
    en: 'No version of this compact that all have signed agrees to this tier: there is nothing to suspend.',
    zh: '各方签署的版本均未约定这一层，无可暂停。',
  },
  'already-suspended': {
    en: 'This side has suspended the tier already.',
    zh: '本方已暂停这一层。',
  },
  'not-suspended': {
    en: 'This side has not suspended the tier; each side lifts its own suspension.',
    zh: '本方未暂停这一层；各方只能解除己方的暂停。',
  },
  'compact-ended': {
    en: 'A party has ended this compact; propose a new one.',
    zh: '已有一方终止该合作约定，请另行提议。',
  },
  'already-past': {
    en: 'That time has passed already: the version could not come into force, or would end at once.',
    zh: '该时间已过：该版本无法生效，或一生效即到期。',
  },
  'words-unreadable': {
    en: 'Title and text of this version are not here, or hold more than title and paragraphs: nobody signs what they cannot read.',
    zh: '本节点没有该版本的标题与正文，或其中含有标题与段落以外的内容：无法阅读的文本不得签署。',
  },
  'first-version': {
    en: 'This is the first version, so there is nothing to compare it with; `concert compact show` has all of it.',
    zh: '这是第一个版本，没有可供比较的版本；全文请用 `concert compact show` 查看。',
  },
  'already-signed': { en: 'This side has signed already.', zh: '本方已经签署。' },
  'not-found': { en: 'There is nothing of that id that fits.', zh: '没有符合条件的对象。' },
  'file-unreadable': { en: 'The file cannot be read.', zh: '无法读取该文件。' },
  'release-rules': {
    en: 'A local rule of the release desk cannot be read: until it is mended nothing leaves.',
    zh: '放行台的本地规则文件无法读取；修正之前不放行任何内容。',
  },
  'delegate-required': {
    en: 'Say who acts, with --as: delegates are configured on this node.',
    zh: '本节点已配置代表：请用 --as说明由谁操作。',
  },
  'delegate-unknown': {
    en: 'No delegate of that name is configured: see `release.delegates` in concert.json.',
    zh: '未配置该名称的代表：见concert.json的 `release.delegates`。',
  },
  'role-missing': {
    en: 'This delegate does not have the role that this needs.',
    zh: '该代表不具备此操作所需的角色。',
  },
  'four-eyes': {
    en: 'Whoever asked for it to be shared cannot approve it.',
    zh: '申请分享的人不能自行批准。',
  },
  'nothing-waiting': {
    en: 'Nothing that fits waits for a decision: it was decided, a newer version came, or nobody decided in time; the next share decides it anew.',
    zh: '没有符合条件的待审对象：可能已作出决定、已有更新版本，或无人按期决定；下次共享时将重新判定。',
  },
  'changed-since': {
    en: 'It is no longer what was looked at, so nothing was decided: look again.',
    zh: '内容已与审阅时不同，未作任何决定：请重新审阅。',
  },
  'no-longer-allowed': {
    en: 'The rules, the compact or the object have changed: it may not leave any more.',
    zh: '规则、合作约定或对象已有变化，不再允许放行。',
  },
  'release-blocked': {
    en: 'The release desk does not let it leave: a rule forbids what stands there.',
    zh: '放行台不予放行：所指位置的内容为规则所禁止。',
  },
  'release-review': {
    en: 'The release desk wants a second person to look at it first.',
    zh: '放行台要求先由第二人审核。',
  },
  'not-overridable': {
    en: "The compact or the author's markings forbid it: nobody here can allow it.",
    zh: '合作约定或作者的标记不允许，本方任何人都无权放行。',
  },
  'already-decided': {
    en: 'Somebody else has decided it meanwhile.',
    zh: '其间已有他人作出决定。',
  },
  unauthorised: { en: 'The token is not valid.', zh: '令牌无效。' },
}

/** The sentence of a code; undefined for one that this version does not know. */
export function refusalSentence(code: string): Bilingual | undefined {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as keyof typeof REFUSALS] : undefined
}
