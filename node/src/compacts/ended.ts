import type { Refusal } from '@concert/core'
import type { CompactState, Ending } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { Bilingual } from '../i18n/language.ts'
import { nameOfParty } from './names.ts'

/** What cannot be done any more though the end is still to come: signing and changing; what would
 * begin only then; an end that is no earlier one. */
type Closing = 'settled' | 'too-late' | 'sooner'

const CLOSING: Readonly<Record<Closing, Bilingual>> = {
  settled: {
    en: 'Until then it stays as it is: no version is signed or proposed any more.',
    zh: '在此之前保持现状：不再签署或提议任何版本。',
  },
  'too-late': {
    en: 'What would begin only then changes nothing.',
    zh: '届时才生效的操作没有意义。',
  },
  sooner: {
    en: 'Another end has effect only when it is earlier, within the notice agreed.',
    zh: '只有在约定通知期之内、且早于该时间的终止才有效。',
  },
}

/** Whether the end of a compact has come: nothing is closed or opened where nothing flows again. */
export function hasEnded<S extends Pick<CompactState, 'ending'>>(
  state: S,
  now: number,
): state is S & { readonly ending: Ending } {
  return state.ending !== null && now >= Date.parse(state.ending.at)
}

/** The refusal of what a compact that was ended does not take any more: it says by whom and when. */
export async function refuseEnded(
  context: Pick<NodeContext, 'identities' | 'own' | 'now'>,
  ending: Ending,
  closing: Closing = 'settled',
): Promise<Refusal<'compact-ended'> & { readonly message: Bilingual }> {
  const { by, at } = ending
  const names = await nameOfParty(context, by)
  const isOver = hasEnded({ ending }, context.now())
  const more = isOver
    ? {
        en: 'What is needed further has to be agreed in a new compact.',
        zh: '如需继续合作，请另行提议新的合作约定。',
      }
    : CLOSING[closing]
  const message = {
    en: `This compact ${isOver ? 'ended' : 'ends'} at ${at}, ended by ${names.en}. ${more.en}`,
    zh: `该合作约定${isOver ? '已于' : '将于'}${at}终止，由${names.zh}终止。${more.zh}`,
  }
  return { ok: false, code: 'compact-ended', at: 'compact', message }
}
