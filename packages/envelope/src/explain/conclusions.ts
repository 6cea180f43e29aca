import type { EvidenceFacts, EvidenceReport, EvidenceStep } from '../evidence-report.ts'
import { FACT_VALUES } from './fact-texts.ts'
import type { BothLanguages } from './step-texts.ts'
import { fillBoth, readable } from './template.ts'

/** One conclusion: which steps must have held for it, and its sentence. */
interface Conclusion {
  readonly when: readonly EvidenceStep[]
  readonly text: BothLanguages
  /** What it says instead of a statement that somebody else than its author or its reader sent. */
  readonly passedOn?: BothLanguages
  /** What it says instead of a statement that the receiver held in part, as it was passed on. */
  readonly inPart?: BothLanguages
}

const CONCLUSIONS: readonly Conclusion[] = [
  {
    when: ['statement-signature'],
    text: {
      en: '{author} signed a statement: {kind}, TLP:{tlp}, {mode}, dated {time} by its own clock.',
      zh: '{author}签署了一份声明：{kind}，TLP:{tlp}，{mode}，自述时间为{time}。',
    },
  },
  {
    when: ['items'],
    text: {
      en: 'The file shows {shown} of its {total} items, to the byte.',
      zh: '文件附有其中{shown}个条目（共{total}个），逐字节一致。',
    },
  },
  {
    when: ['envelope-signature', 'envelope-lists-statement'],
    text: {
      en: '{sender} put the statement into envelope {seq} of epoch {epoch} for {receiver}.',
      zh: '{sender}将该声明装入发给{receiver}的信封：纪元{epoch}，序号{seq}。',
    },
    passedOn: {
      en: '{sender} passed on to {receiver} what {author} had signed: envelope {seq} of epoch {epoch}.',
      zh: '{sender}将{author}签署的内容转发给{receiver}：信封纪元{epoch}，序号{seq}。',
    },
  },
  {
    when: ['sender-log'],
    text: {
      en: 'The log {sender_log} holds this envelope as entry {sender_index} (of {sender_size}, counted from 0).',
      zh: '日志{sender_log}包含该信封，为第{sender_index}号条目（自0起计，共{sender_size}条）。',
    },
  },
  {
    when: ['sender-witness'],
    text: {
      en: 'The envelope existed by {sender_witnessed}, as cosigned by: {sender_witnesses}.',
      zh: '该信封在{sender_witnessed}之前已经存在，联署方：{sender_witnesses}。',
    },
  },
  {
    when: ['receipt-signature', 'receipt-names-envelope'],
    text: {
      en: '{receiver} signed a receipt for this envelope, dated {received} by its own clock: {disposition}.',
      zh: '{receiver}签署了该信封的送达回执，自述时间为{received}，处理结果：{disposition}。',
    },
  },
  {
    when: ['receipt-holds'],
    text: {
      en: 'The receipt says that {receiver} held the whole statement, with {items} items.',
      zh: '回执表明{receiver}持有完整声明，含{items}个条目。',
    },
    inPart: {
      en: 'The receipt says that {receiver} held the statement with {items} of its {held_of} items; the rest was not passed on.',
      zh: '回执表明{receiver}持有该声明及其{held_of}个条目中的{items}个；其余部分未予转发。',
    },
  },
  {
    when: ['receiver-log'],
    text: {
      en: 'The log {receiver_log} holds this receipt as entry {receiver_index} (of {receiver_size}, counted from 0).',
      zh: '日志{receiver_log}包含该回执，为第{receiver_index}号条目（自0起计，共{receiver_size}条）。',
    },
  },
  {
    when: ['receiver-witness'],
    text: {
      en: 'The receipt existed by {receiver_witnessed}, as cosigned by: {receiver_witnesses}.',
      zh: '该回执在{receiver_witnessed}之前已经存在，联署方：{receiver_witnesses}。',
    },
  },
  {
    when: ['lodgement', 'tender'],
    text: {
      en: 'The mailbox {mailbox} offered it to {receiver} from {tendered} by its own clock.',
      zh: '信箱{mailbox}自{tendered}起（自述时间）为{receiver}保管，可供领取。',
    },
  },
  {
    when: ['silence-signature', 'silence-log'],
    text: {
      en: '{sender} says in its log that no receipt had come by {silence_time} (deadline: {deadline}).',
      zh: '{sender}在其日志中声明：至{silence_time}未收到回执（期限：{deadline}）。',
    },
  },
  {
    when: ['silence-witness'],
    text: {
      en: 'This notice of silence existed by {silence_witnessed}, as cosigned by: {silence_witnesses}.',
      zh: '该未获回执声明在{silence_witnessed}之前已经存在，联署方：{silence_witnesses}。',
    },
  },
]

/** What is missing when a step that could have shown it is open. */
const GAPS: readonly { readonly step: EvidenceStep; readonly text: BothLanguages }[] = [
  {
    step: 'sender-log',
    text: {
      en: 'No proof of a log is with the envelope: the sender could still deny having committed to it.',
      zh: '信封未附日志证明：发送方仍可否认曾作出承诺。',
    },
  },
  {
    step: 'sender-witness',
    text: {
      en: 'No witness speaks for the time of the envelope.',
      zh: '没有见证方为信封的时间作证。',
    },
  },
  {
    step: 'receipt-signature',
    text: {
      en: 'No receipt is in the file: it does not show that anything arrived.',
      zh: '文件中没有送达回执，不能表明任何内容已送达。',
    },
  },
  {
    step: 'receiver-witness',
    text: {
      en: 'No witness speaks for the time of a receipt.',
      zh: '没有见证方为回执的时间作证。',
    },
  },
]

/** What a verified file shows, in sentences with its values. */
export function conclusionsOf(report: EvidenceReport): readonly BothLanguages[] {
  const held = new Set(report.steps.filter(({ ok }) => ok === true).map(({ step }) => step))
  const values = valuesOf(report)
  const isPart = 'total' in factsOf(report, 'receipt-holds')
  return CONCLUSIONS.filter(({ when }) => when.every((step) => held.has(step))).map(
    ({ text, passedOn, inPart }) => {
      const special = (isPassedOn(report) && passedOn) || (isPart && inPart)
      return fillBoth(special || text, values)
    },
  )
}

/** Whether neither sender nor receiver is the author. */
function isPassedOn(report: EvidenceReport): boolean {
  const { node } = factsOf(report, 'statement-signature')
  const { from, to } = factsOf(report, 'envelope-signature')
  return node !== undefined && from !== undefined && node !== from && node !== to
}

function factsOf(report: EvidenceReport, name: EvidenceStep): EvidenceFacts {
  return report.steps.find(({ step }) => step === name)?.facts ?? {}
}

/** What a file does not show because it has nothing for it. */
export function gapsOf(report: EvidenceReport): readonly BothLanguages[] {
  const isOpen = (name: EvidenceStep) =>
    report.steps.some(({ step, ok }) => step === name && ok === null)
  const gaps = GAPS.filter(({ step }) => isOpen(step)).map(({ text }) => text)
  return isPassedOn(report) ? [fillBoth(PASSED_ON_GAP, valuesOf(report)), ...gaps] : gaps
}

const PASSED_ON_GAP: BothLanguages = {
  en: 'It does not show how {sender} came by it, nor that {author} sent it to anybody or knows of this.',
  zh: '不能表明{sender}如何取得该内容，也不能表明{author}曾向任何一方发送或知悉此次转发。',
}

function valuesOf(report: EvidenceReport): Readonly<Record<string, string | BothLanguages>> {
  const facts = (name: EvidenceStep) => factsOf(report, name)
  const text = (step: EvidenceStep, name: string) => readable(facts(step)[name] ?? '')
  const word = (step: EvidenceStep, name: string) =>
    FACT_VALUES[name]?.[text(step, name)] ?? text(step, name)
  const [keys, statement] = [facts('keys'), facts('statement-signature')]
  const sender = called(keys, 'sender')
  const receiver = called(keys, 'receiver')
  const envelope = facts('envelope-signature')
  const authors: Readonly<Record<string, BothLanguages>> = {
    [String(envelope.from)]: sender,
    [String(envelope.to)]: receiver,
  }
  return {
    author: authors[String(statement.node)] ?? called(keys, 'author'),
    sender,
    receiver,
    kind: text('statement-signature', 'kind'),
    tlp: text('statement-signature', 'tlp').toUpperCase(),
    mode: word('statement-signature', 'mode'),
    time: text('statement-signature', 'time'),
    shown: text('items', 'shown'),
    total: text('items', 'total'),
    seq: text('envelope-signature', 'seq'),
    epoch: text('envelope-signature', 'epoch'),
    sender_log: text('sender-log', 'origin'),
    sender_index: text('sender-log', 'index'),
    sender_size: text('sender-log', 'size'),
    sender_witnessed: text('sender-witness', 'witnessed'),
    sender_witnesses: text('sender-witness', 'witnesses'),
    received: text('receipt-signature', 'received'),
    disposition: word('receipt-names-envelope', 'disposition'),
    items: text('receipt-holds', 'items'),
    held_of: text('receipt-holds', 'total'),
    receiver_log: text('receiver-log', 'origin'),
    receiver_index: text('receiver-log', 'index'),
    receiver_size: text('receiver-log', 'size'),
    receiver_witnessed: text('receiver-witness', 'witnessed'),
    receiver_witnesses: text('receiver-witness', 'witnesses'),
    mailbox: text('tender', 'mailbox'),
    tendered: text('tender', 'tendered'),
    deadline: text('silence-signature', 'deadline'),
    silence_time: text('silence-signature', 'time'),
    silence_witnessed: text('silence-witness', 'witnessed'),
    silence_witnesses: text('silence-witness', 'witnesses'),
  }
}

/** A node by the name and host that the published keys give it, not by its own words. */
function called(keys: EvidenceFacts, party: 'sender' | 'receiver' | 'author'): BothLanguages {
  const host = keys[party] ?? ''
  const [en, zh] = [keys[`${party}_name_en`] ?? '', keys[`${party}_name_zh`] ?? '']
  return { en: `${en} (${host})`, zh: `${zh}（${host}）` }
}
