import { parseParcel, type RefusalCode } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Bilingual } from '../i18n/language.ts'

type Needs = Pick<NodeContext, 'crypto' | 'identities' | 'own'>

/**
 * For whoever carries files: from whom a refused parcel says that it comes, for whom it is, and what
 * to do next. What the header says is a claim: nothing of it was verified.
 *
 * @param bytes - of the parcel, attacker-controlled
 */
export async function addressed(
  context: Needs,
  bytes: Uint8Array,
  code: RefusalCode,
): Promise<{ readonly message?: Bilingual }> {
  const parcel = parseParcel(context.crypto, bytes)
  if (!parcel.ok) return {}
  const { from, to } = parcel.value
  const forUs = to === context.own.node
  const [sender, recipient] = [await named(context, from), await named(context, to)]
  const elsewhere: Bilingual = forUs
    ? { en: '', zh: '' }
    : {
        en: ` It is not for this node either, but for ${recipient.en}.`,
        zh: `且收件方不是本节点，而是${recipient.zh}。`,
      }
  if (code === 'unknown-peer') {
    return {
      message: {
        en: `The parcel says that it comes from ${from} (a claim, not verified), and no such node is known here.${elsewhere.en} If you expect it, have its people write its identity with \`concert courier identity\`, take that with \`concert peer bring FILE\`, and compare the safety number.`,
        zh: `该包裹自称来自${from}（未经验证），本节点不认识该节点。${elsewhere.zh}如确应收到，请对方以 \`concert courier identity\` 写出身份文件，用 \`concert peer bring FILE\` 添加，并比对安全码。`,
      },
    }
  }
  if (code === 'unconfirmed-peer') {
    return {
      message: {
        en: `The parcel says that it comes from ${sender.en} (a claim, not verified), which was added here and not confirmed.${elsewhere.en} Compare the safety number over another channel, then \`concert peer confirm\`.`,
        zh: `该包裹自称来自${sender.zh}（未经验证），该节点已添加但尚未确认。${elsewhere.zh}请经其他渠道比对安全码，再执行 \`concert peer confirm\`。`,
      },
    }
  }
  if (code !== 'wrong-recipient') return {}
  return {
    message: {
      en: `The parcel is for ${recipient.en}, and this node is ${context.own.node}. It says that it comes from ${sender.en} (a claim, not verified): carry it to whom it is for; nobody else can open it.`,
      zh: `该包裹的收件方是${recipient.zh}，而本节点是${context.own.node}。它自称来自${sender.zh}（未经验证）。请送交收件方：其他任何节点都无法打开。`,
    },
  }
}

/** What a node is called here, with its id: names may be alike. */
async function named({ identities }: Needs, node: string): Promise<Bilingual> {
  const names = (await identities.current(node))?.names
  return { en: `${names?.en ?? ''} ${node}`.trim(), zh: `${names?.zh ?? ''} ${node}`.trim() }
}
