import type { WhyOpen } from '../evidence-report.ts'
import type { BothLanguages } from './step-texts.ts'

/** Why a step neither held nor failed. */
export const OPEN_MESSAGES: Readonly<Record<WhyOpen, BothLanguages>> = {
  absent: {
    en: 'Not in the file: nothing to check.',
    zh: '文件中没有此项，无从核验。',
  },
  'not-asked': {
    en: 'The published keys ask for no cosignature.',
    zh: '公布的密钥未要求联署。',
  },
  'not-checked': {
    en: 'Not checked: a step that this one rests on has failed.',
    zh: '未核验：所依据的步骤不成立。',
  },
  'says-less': {
    en: 'The receiver says itself that it holds less than was sent.',
    zh: '接收方自述所持有的少于发送的内容。',
  },
}

/**
 * Why a step failed, by code or, where the step gives it another sense, by `step/code`. Codes
 * stand in docs/protocol/refusals.md.
 */
const FAILURES: Readonly<Record<string, BothLanguages>> = {
  'bad-signature': {
    en: 'A signature does not verify: the bytes are not the ones signed, or another key signed.',
    zh: '签名未通过验证：内容并非所签内容，或由其他密钥签署。',
  },
  'commitment-mismatch': {
    en: 'This is not what was committed to.',
    zh: '与承诺值不符。',
  },
  'content/commitment-mismatch': {
    en: 'The text is not the one that was signed: it has been changed or exchanged.',
    zh: '正文并非所签内容：已被改动或调换。',
  },
  'items/commitment-mismatch': {
    en: 'An item is not the one that was signed: it has been changed, exchanged or moved.',
    zh: '有条目并非所签内容：已被改动、调换或移位。',
  },
  'receipt-holds/commitment-mismatch': {
    en: 'The receipt names other commitments than the statement.',
    zh: '回执所列承诺值与声明不一致。',
  },
  'digest-mismatch': {
    en: 'It names another document.',
    zh: '所指为另一份文档。',
  },
  'identity-chain': {
    en: 'A version of the identity does not follow from the one before.',
    zh: '身份文件的某一版本与前一版本不相衔接。',
  },
  'identity-fork': {
    en: 'There are two identity documents of one version.',
    zh: '同一版本存在两份身份文件。',
  },
  'key-expired': {
    en: 'The key was outside its period of validity.',
    zh: '密钥不在有效期内。',
  },
  'key-revoked': {
    en: 'The key has been revoked, and nobody neutral saw the document before.',
    zh: '密钥已被吊销，且吊销之前无见证方见过该文档。',
  },
  'log-proof': {
    en: 'The proof does not lead from this document to a checkpoint that the log has signed.',
    zh: '证明未能从该文档通向由该日志签署的检查点。',
  },
  malformed: {
    en: 'It does not follow the format, or not in its one spelling.',
    zh: '不符合格式，或并非唯一规范写法。',
  },
  'file/malformed': {
    en: 'This is not an evidence file, or it has been changed or cut off.',
    zh: '该文件不是证据包，或已被改动、截断。',
  },
  'keys/malformed': {
    en: 'The witness policy of the published keys cannot be read.',
    zh: '公布的密钥中，见证策略无法读取。',
  },
  'sender-identity/malformed': {
    en: "The sender's identity is missing or does not follow the format.",
    zh: '发送方的身份文件缺失或不符合格式。',
  },
  'receiver-identity/malformed': {
    en: "The receiver's identity is missing or does not follow the format.",
    zh: '接收方的身份文件缺失或不符合格式。',
  },
  'not-author': {
    en: 'The identity that it names is that of another node.',
    zh: '所指身份属于另一节点，并非作者。',
  },
  'signers-mismatch': {
    en: 'The signatures are not exactly those that the identity requires.',
    zh: '签名与身份文件要求的签名方不完全一致。',
  },
  'statement-missing': {
    en: 'The envelope does not list this statement.',
    zh: '信封未列有该声明。',
  },
  'too-large': {
    en: 'The file is larger than 64 MiB, the most that evidence may have.',
    zh: '文件超过证据包的上限64 MiB。',
  },
  'unknown-identity': {
    en: 'It names an identity version that the file does not have.',
    zh: '所指身份版本不在文件中。',
  },
  'keys/unknown-identity': {
    en: 'The published keys do not list this node. Anybody can make up nodes: get the keys of the right publisher.',
    zh: '公布的密钥未列有该节点。节点可由任何人虚构，请向可信的公布方索取密钥。',
  },
  'unknown-key': {
    en: 'A signature is of a key that neither the identity nor the published keys list.',
    zh: '有签名所用密钥既未列于身份文件，也未列于公布的密钥。',
  },
  'witness-quorum': {
    en: 'Fewer witnesses have cosigned than the published keys ask for.',
    zh: '联署的见证方少于公布的密钥所要求的数量。',
  },
  'wrong-recipient': {
    en: 'It is by a node that the envelope was not for.',
    zh: '签署节点并非信封的接收方。',
  },
}

const OTHER: BothLanguages = {
  en: 'The check failed; the code says why.',
  zh: '核验未通过，原因见代码。',
}

/** Why a step failed, in a sentence. */
export function failureMessage(step: string, code: string): BothLanguages {
  return sentence(`${step}/${code}`) ?? sentence(code) ?? OTHER
}

function sentence(name: string): BothLanguages | undefined {
  return Object.hasOwn(FAILURES, name) ? FAILURES[name] : undefined
}
