import type { EvidenceStep } from '../evidence-report.ts'

/** One sentence in both languages, equally authentic. */
export interface BothLanguages {
  readonly en: string
  readonly zh: string
}

/** What a step checks, and what it proves and does not prove when it holds. */
export interface EvidenceMessage extends BothLanguages {
  readonly proves: BothLanguages
  readonly doesNotProve: BothLanguages
}

const IDENTITY_PROVES: Pick<EvidenceMessage, 'proves' | 'doesNotProve'> = {
  proves: {
    en: 'Only the holder of the root keys could list the keys that are used below.',
    zh: '下文所用密钥，只有根密钥的持有者才能列入。',
  },
  doesNotProve: {
    en: 'Who that holder is: the name and the host are its own words.',
    zh: '不证明持有者是何人：名称和主机名均为其自述。',
  },
}

/** The sentences of every step of `verifyEvidence`. */
export const EVIDENCE_MESSAGES: Readonly<Record<EvidenceStep, EvidenceMessage>> = {
  file: {
    en: 'The file is complete and every document in it can be read.',
    zh: '文件完整，其中每份文档均可读取。',
    proves: {
      en: 'Nothing yet: the form is right.',
      zh: '尚不证明任何事实，仅表明格式正确。',
    },
    doesNotProve: {
      en: 'Anything that the documents say.',
      zh: '不证明文档所述的任何内容。',
    },
  },
  keys: {
    en: 'The published keys name the nodes in the file.',
    zh: '公布的密钥列有文件中的各节点。',
    proves: {
      en: 'The nodes are the ones that the publisher of the keys vouches for.',
      zh: '各节点即密钥公布方所担保的节点。',
    },
    doesNotProve: {
      en: 'That this publisher can be trusted: where the keys came from is for the reader to judge.',
      zh: '不证明公布方可信：密钥从何而来、是否可信，由阅读者自行判断。',
    },
  },
  'sender-identity': {
    en: "The sender's identity follows from its first root key without a gap.",
    zh: '发送方的身份文件自首个根密钥起连续无缺。',
    ...IDENTITY_PROVES,
  },
  'receiver-identity': {
    en: "The receiver's identity follows from its first root key without a gap.",
    zh: '接收方的身份文件自首个根密钥起连续无缺。',
    ...IDENTITY_PROVES,
  },
  'statement-signature': {
    en: 'The author node has signed the statement.',
    zh: '作者节点已签署该声明。',
    proves: {
      en: "The author node's keys signed exactly this.",
      zh: '作者节点的密钥签署的正是这一内容。',
    },
    doesNotProve: {
      en: 'That what is said is true. The party and the time in it are what that node asserts.',
      zh: '不证明所述属实；其中的参与方和时间均为该节点自行声明。',
    },
  },
  content: {
    en: 'The text in the file is the one that the statement commits to.',
    zh: '文件中的正文与声明所承诺的一致。',
    proves: {
      en: 'The text is the one signed, to the byte.',
      zh: '正文与签署内容逐字节一致。',
    },
    doesNotProve: {
      en: 'That a text which is missing never existed: it may have been erased or left out. The statement stands without it.',
      zh: '正文缺失不表明其从未存在：可能已被清除或未附上，声明本身仍然成立。',
    },
  },
  items: {
    en: 'The items in the file are among those that the statement commits to.',
    zh: '文件中的条目属于声明所承诺的条目。',
    proves: {
      en: 'Each item shown stood at its place in the statement, to the byte.',
      zh: '所附条目均位于声明中的相应位置，逐字节一致。',
    },
    doesNotProve: {
      en: 'What the items that were left out say.',
      zh: '不显示未附上的条目内容。',
    },
  },
  'envelope-signature': {
    en: 'The sender has signed the envelope.',
    zh: '发送方已签署该信封。',
    proves: {
      en: 'The sender prepared this step of the channel for this receiver, under this number.',
      zh: '发送方以此序号为该接收方准备了通道中的这一步。',
    },
    doesNotProve: {
      en: 'That it arrived, or when it was signed.',
      zh: '不证明信封已送达，也不证明签署时间。',
    },
  },
  'envelope-lists-statement': {
    en: 'The envelope lists the statement.',
    zh: '信封列有该声明。',
    proves: {
      en: 'The sender meant this statement for this receiver.',
      zh: '发送方拟将该声明发给该接收方。',
    },
    doesNotProve: {
      en: 'That the statement left the sender.',
      zh: '不证明该声明已从发送方发出。',
    },
  },
  'sender-log': {
    en: "The sender's log holds the envelope.",
    zh: '发送方的日志包含该信封。',
    proves: {
      en: 'The sender has committed to the envelope in its log and cannot quietly take it back.',
      zh: '发送方已将该信封记入其日志，无法悄然撤销。',
    },
    doesNotProve: {
      en: 'When, or that others were shown the same log.',
      zh: '不证明时间，也不证明其他方所见为同一日志。',
    },
  },
  'sender-witness': {
    en: "Enough witnesses have cosigned the sender's log with the envelope in it.",
    zh: '足够数量的见证方已联署包含该信封的发送方日志。',
    proves: {
      en: 'The envelope existed by the time stated, and these witnesses saw this same log.',
      zh: '信封在所列时间之前已经存在，且上述见证方所见为同一日志。',
    },
    doesNotProve: {
      en: 'When it was written or sent. The times are those of the witnesses.',
      zh: '不证明撰写或发送的时间；所列时间以见证方为准。',
    },
  },
  'receipt-signature': {
    en: 'The receiver has signed the receipt.',
    zh: '接收方已签署送达回执。',
    proves: {
      en: "The receiver's keys signed this receipt.",
      zh: '接收方的密钥签署了该回执。',
    },
    doesNotProve: {
      en: 'Agreement: receipt does not indicate agreement. The time in it is what the receiver asserts.',
      zh: '确认收到不代表认可；其中的时间为接收方自行声明。',
    },
  },
  'receipt-names-envelope': {
    en: 'The receipt is for this envelope.',
    zh: '回执针对的正是该信封。',
    proves: {
      en: 'The receiver held this envelope and disposed of it as stated.',
      zh: '接收方持有该信封，并按所列方式处理。',
    },
    doesNotProve: {
      en: 'That anybody has read it.',
      zh: '不证明有人阅读过。',
    },
  },
  'receipt-holds': {
    en: 'The receipt confirms what the statement commits to.',
    zh: '回执确认了声明所承诺的内容。',
    proves: {
      en: 'The receiver held these commitments, content and items included, when it signed.',
      zh: '接收方签署时持有这些承诺所对应的正文与条目。',
    },
    doesNotProve: {
      en: 'Reading, agreement, or that the receiver still holds it.',
      zh: '不证明已阅读或已认可，也不证明接收方至今仍持有。',
    },
  },
  'receiver-log': {
    en: "The receiver's log holds the receipt.",
    zh: '接收方的日志包含该回执。',
    proves: {
      en: 'The receiver has committed to the receipt in its log and cannot quietly take it back.',
      zh: '接收方已将该回执记入其日志，无法悄然撤销。',
    },
    doesNotProve: {
      en: 'When, or that others were shown the same log.',
      zh: '不证明时间，也不证明其他方所见为同一日志。',
    },
  },
  'receiver-witness': {
    en: "Enough witnesses have cosigned the receiver's log with the receipt in it.",
    zh: '足够数量的见证方已联署包含该回执的接收方日志。',
    proves: {
      en: 'The receipt existed by the time stated, and these witnesses saw this same log.',
      zh: '回执在所列时间之前已经存在，且上述见证方所见为同一日志。',
    },
    doesNotProve: {
      en: 'When it was signed. The times are those of the witnesses.',
      zh: '不证明签署的时间；所列时间以见证方为准。',
    },
  },
  lodgement: {
    en: 'The sender has signed that a parcel with this envelope was left with a mailbox.',
    zh: '发送方已签署：装有该信封的包裹已存入信箱。',
    proves: {
      en: 'The sender stands by this: the receiver, who can open the parcel, could show it if it were false.',
      zh: '发送方对此负责：接收方能打开该包裹，如有不实即可出示。',
    },
    doesNotProve: {
      en: 'That the envelope is inside: the parcel is sealed, and the file does not open it.',
      zh: '不证明信封确在其中：包裹已密封，本文件并未将其打开。',
    },
  },
  tender: {
    en: 'A mailbox of the published keys has signed that it holds this parcel for the receiver.',
    zh: '公布的密钥所列信箱已签署：其为接收方保管该包裹。',
    proves: {
      en: 'The parcel was offered to the receiver from the time stated, by the clock of the mailbox.',
      zh: '自所列时间起（以信箱的时钟为准），该包裹可供接收方领取。',
    },
    doesNotProve: {
      en: 'That the receiver asked for it or got it, or had agreed to ask this mailbox.',
      zh: '不证明接收方曾来领取或已收到，也不证明接收方同意查询该信箱。',
    },
  },
  'silence-signature': {
    en: 'The sender has signed, after the deadline, that no receipt for this envelope had come.',
    zh: '发送方已在期限之后签署：未收到该信封的回执。',
    proves: {
      en: 'The sender says so under its own keys. A receipt that was signed before would show that it was wrong.',
      zh: '发送方以其密钥作此声明。如有此前签署的回执，即可证明该声明不实。',
    },
    doesNotProve: {
      en: 'That the receiver did not get the envelope, or that no receipt was sent.',
      zh: '不证明接收方未收到信封，也不证明未曾发出回执。',
    },
  },
  'silence-log': {
    en: "The sender's log holds the notice of silence.",
    zh: '发送方的日志包含该未获回执声明。',
    proves: {
      en: 'The sender has committed to the notice in its log and cannot quietly take it back.',
      zh: '发送方已将该声明记入其日志，无法悄然撤销。',
    },
    doesNotProve: {
      en: 'When, or that others were shown the same log.',
      zh: '不证明时间，也不证明其他方所见为同一日志。',
    },
  },
  'silence-witness': {
    en: "Enough witnesses have cosigned the sender's log with the notice of silence in it.",
    zh: '足够数量的见证方已联署包含该未获回执声明的发送方日志。',
    proves: {
      en: 'The notice existed by the time stated: it was not made up later.',
      zh: '该声明在所列时间之前已经存在，并非事后编造。',
    },
    doesNotProve: {
      en: 'When it was signed. The times are those of the witnesses.',
      zh: '不证明签署的时间；所列时间以见证方为准。',
    },
  },
}

/** What no evidence file proves, whatever its report says. */
export const EVIDENCE_LIMITS: BothLanguages = {
  en: 'Nothing here proves reading, non-receipt, completeness, or who passed something on: the sender holds the same copy as the receiver.',
  zh: '上述内容均不证明已阅读、未收到、内容完整，也不证明由谁外传：发送方与接收方持有相同的副本。',
}
