import { useGet } from '../../api/query.ts'
import type { RequestLine, RequestWords, Worded } from '../../api/request-answers.ts'
import type { Both, Lang, Named } from '../../i18n/both.ts'
import type { Term } from '../../shared/clock.tsx'
import { spokenId } from '../../shared/spoken-id.ts'
import { texts } from './texts.ts'

/** Labels of the protocol's words in both languages, as the node has them. */
export function useWords(): (
  table: Exclude<keyof RequestWords, 'templates' | 'notice'>,
  code: string,
) => Both | Named {
  const words = useGet('/api/v1/requests/words').data
  return (table, code) => {
    // Until they are here nothing of another length stands in their place.
    if (words === undefined) return ['…', '…']
    return words[table][code] ?? [code, code]
  }
}

/** A text in the reader's language when there is one, else as it was written. */
export function wordedIn(lang: Lang, text: Worded): { text: string; lang: Lang } {
  const { original, translation } = text
  if (original.lang === lang || translation === null) return original
  return translation.lang === lang ? translation : original
}

/** The half that {@link wordedIn} does not show. */
export function otherOf(lang: Lang, text: Worded): { text: string; lang: Lang } | undefined {
  const shown = wordedIn(lang, text)
  return (
    [text.original, text.translation].find((each) => each !== null && each !== shown) ?? undefined
  )
}

/** The language that a text is written in. */
export function langOf(text: string): Lang {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

/** A text as somebody types it here: in one language, and in the other where it is given. */
export function asWorded(lang: Lang, text: string, other = ''): Worded {
  const translation =
    other.trim() === ''
      ? null
      : { lang: lang === 'en' ? 'zh' : 'en', text: other.trim(), by: 'human', reviewer: null }
  return {
    original: { lang, text: text.trim() },
    translation: translation as Worded['translation'],
    authoritative: translation === null ? 'original' : 'both',
  }
}

/** `R-7K3M-9QXD`: an id of a request, to be read aloud. */
export function requestCode(id: string): string {
  return spokenId('R', id)
}

/** The term that runs in a request, for its clock. */
export function termOf(line: RequestLine): Term | undefined {
  if (!line.open) return undefined
  const isAcknowledged = line.phase !== 'sent'
  const due = isAcknowledged ? line.answerDue : line.acknowledgeDue
  const what = isAcknowledged ? texts.toAnswer : texts.toAcknowledge
  if (line.paused) {
    const stopped = line.side === 'owner' ? texts.waitingThem : texts.waitingUs
    return { what, due: null, stopped }
  }
  if (due === null || due > 8.64e15) return { what, due: null, stopped: texts.notStarted }
  return { what, due, ...(line.started !== null && { from: line.started }) }
}
