import type { Refusal } from '@concert/core'
import type { Suspension } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { Bilingual } from '../i18n/language.ts'
import { namesOfParties } from './names.ts'

/** A refusal whose sentence says more than its code does. */
type Told<Code extends string> = Refusal<Code> & { readonly message: Bilingual }

/** What is asked for sooner than the notice allows: it says how long that is, and the earliest time. */
export function refuseNotice(
  notice: { readonly hours: number } | { readonly days: number },
  earliest: number,
  at: 'from' | 'at',
): Told<'notice-too-short'> {
  const [count, en, zh] =
    'hours' in notice ? [notice.hours, 'hour', '小时'] : [notice.days, 'day', '天']
  const time = new Date(earliest).toISOString()
  const message = {
    en: `The notice agreed in the compact is ${count} ${en}${count === 1 ? '' : 's'}: the earliest time is ${time}. Without a time it takes effect as soon as that allows.`,
    zh: `合作约定所定通知期为${count}${zh}，最早时间为${time}。不指定时间时，按通知期允许的最早时间生效。`,
  }
  return { ok: false, code: 'notice-too-short', at, message }
}

/** A tier that this side has not closed: it says who has, for nobody else can open it. */
export async function refuseResume(
  context: Pick<NodeContext, 'identities'>,
  standing: readonly Suspension[],
): Promise<Told<'not-suspended'>> {
  const who = await namesOfParties(
    context,
    standing.map(({ by }) => by),
  )
  const message =
    standing.length === 0
      ? { en: 'Nobody has suspended this tier.', zh: '没有任何一方暂停这一层。' }
      : {
          en: `This side has not suspended the tier. It is suspended by ${who.en}, and each party lifts its own suspension alone.`,
          zh: `本方未暂停这一层；暂停方为${who.zh}，各方只能解除己方的暂停。`,
        }
  return { ok: false, code: 'not-suspended', at: 'tier', message }
}
