import type { EvidenceStep } from './evidence-report.ts'

/** One sentence in both languages, equally authentic. */
export interface BothLanguages {
  readonly en: string
  readonly zh: string
}

/** What a step checks, and what it proves and does not prove when it holds. */
export interface EvidenceMessage extends BothLanguages {
  readonly proves: BothLanguages
}

/** The sentences of every step of `verifyEvidence`. */
export const EVIDENCE_MESSAGES: Readonly<Record<EvidenceStep, EvidenceMessage>> = {
  file: {
    en: 'The file is complete and every document in it can be read.',
    zh: '文件完整，其中每份文档均可读取。',
    proves: {
      en: 'It proves nothing yet: the form is right, nothing has been verified.',
      zh: '尚不证明任何事实：仅格式正确，内容未经验证。',
    },
  },
  keys: {
    en: 'The published keys name the nodes in the file.',
    zh: '公布的密钥列有文件中的各节点。',
    proves: {
      en: 'The nodes are the ones that the publisher of the keys vouches for. Whether that publisher can be trusted is for the reader to decide.',
      zh: '各节点即密钥公布方所担保的节点。该公布方是否可信，由阅读者自行判断。',
    },
  },
  'sender-identity': {
    en: "The sender's identity follows from its first root key without a gap.",
    zh: '发送方的身份文件自首个根密钥起连续无缺。',
    proves: {
      en: 'Only the holder of the root keys could list the keys used below. It does not prove who that holder is.',
      zh: '只有根密钥的持有者才能列出下文所用密钥。不证明该持有者是何人。',
    },
  },
  'receiver-identity': {
    en: "The receiver's identity follows from its first root key without a gap.",
    zh: '接收方的身份文件自首个根密钥起连续无缺。',
    proves: {
      en: 'Only the holder of the root keys could list the keys used below. It does not prove who that holder is.',
      zh: '只有根密钥的持有者才能列出下文所用密钥。不证明该持有者是何人。',
    },
  },
  'statement-signature': {
    en: 'The author node has signed the statement.',
    zh: '作者节点已签署该声明。',
    proves: {
      en: "The author node's keys signed exactly this; the party and the time in it are what that node asserts. It does not prove that what is said is true.",
      zh: '作者节点的密钥签署了该内容；其中的参与方与时间均为该节点的声明。不证明所述内容属实。',
    },
  },
  content: {
    en: 'The text in the file is the one that the statement commits to.',
    zh: '文件中的正文与声明所承诺的内容一致。',
    proves: {
      en: 'The text is the one signed, to the byte. When it is missing, it was erased or left out; the statement stands without it.',
      zh: '正文与签署内容逐字节一致。如缺失，则已被清除或未附上；声明本身仍然成立。',
    },
  },
  items: {
    en: 'The items in the file are among those that the statement commits to.',
    zh: '文件中的条目属于声明所承诺的条目。',
    proves: {
      en: 'Each item stood at its place in the statement. It does not show the items that were left out.',
      zh: '每个条目均位于声明中的相应位置。不显示未附上的条目。',
    },
  },
  'envelope-signature': {
    en: 'The sender has signed the envelope.',
    zh: '发送方已签署该信封。',
    proves: {
      en: 'The sender prepared this step of the channel for this receiver, under this number. It does not prove that the envelope arrived, nor when it was signed.',
      zh: '发送方以此编号为该接收方准备了通道中的这一步。不证明信封已送达，也不证明签署时间。',
    },
  },
  'envelope-lists-statement': {
    en: 'The envelope lists the statement.',
    zh: '信封列有该声明。',
    proves: {
      en: 'The sender meant this statement for this receiver.',
      zh: '发送方拟将该声明发给该接收方。',
    },
  },
  'sender-log': {
    en: "The sender's log holds the envelope.",
    zh: '发送方的日志包含该信封。',
    proves: {
      en: 'The sender has committed to the envelope in its log and cannot quietly take it back. It says nothing about time.',
      zh: '发送方已在其日志中对该信封作出承诺，无法悄然撤销。不说明时间。',
    },
  },
  'sender-witness': {
    en: "Enough witnesses have cosigned the sender's log with the envelope in it.",
    zh: '足够数量的见证方已联署包含该信封的发送方日志。',
    proves: {
      en: 'The envelope existed by the time stated, as the witnesses say. It does not prove when it was written or sent.',
      zh: '据见证方所述，信封在所列时间之前已经存在。不证明其撰写或发送时间。',
    },
  },
  'receipt-signature': {
    en: 'The receiver has signed the receipt.',
    zh: '接收方已签署送达回执。',
    proves: {
      en: "The receiver's keys signed the receipt; the time in it is what the receiver asserts. Receipt does not indicate agreement.",
      zh: '接收方的密钥签署了回执；其中的时间为接收方的声明。确认收到不代表认可。',
    },
  },
  'receipt-names-envelope': {
    en: 'The receipt is for this envelope.',
    zh: '回执针对的正是该信封。',
    proves: {
      en: 'The receiver held this envelope and disposed of it as stated. It does not prove that anybody read it.',
      zh: '接收方持有该信封，并按所述方式处理。不证明有人阅读过。',
    },
  },
  'receipt-holds': {
    en: 'The receipt confirms what the statement commits to.',
    zh: '回执确认了声明所承诺的内容。',
    proves: {
      en: 'The receiver held these commitments, content and items included, when it signed. It does not prove reading or agreement.',
      zh: '接收方签署时持有这些承诺，包括正文与条目。不证明已阅读或已认可。',
    },
  },
  'receiver-log': {
    en: "The receiver's log holds the receipt.",
    zh: '接收方的日志包含该回执。',
    proves: {
      en: 'The receiver has committed to the receipt in its log and cannot quietly take it back. It says nothing about time.',
      zh: '接收方已在其日志中对该回执作出承诺，无法悄然撤销。不说明时间。',
    },
  },
  'receiver-witness': {
    en: "Enough witnesses have cosigned the receiver's log with the receipt in it.",
    zh: '足够数量的见证方已联署包含该回执的接收方日志。',
    proves: {
      en: 'The receipt existed by the time stated, as the witnesses say.',
      zh: '据见证方所述，回执在所列时间之前已经存在。',
    },
  },
}

/** What no evidence file proves, whatever its report says. */
export const EVIDENCE_LIMITS: BothLanguages = {
  en: 'Nothing here proves reading, non-receipt, completeness, or who passed something on: the sender holds the same copy as the receiver.',
  zh: '上述内容均不证明已阅读、未收到、内容完整，也不证明由谁外传：发送方与接收方持有相同的副本。',
}

/** The sentence of the one code that only evidence has; the others are refusal codes. */
export const WITNESS_QUORUM_MESSAGE: BothLanguages = {
  en: 'Fewer witnesses have cosigned than the published keys ask for.',
  zh: '联署的见证方数量少于公布的密钥所要求的数量。',
}
