import type { Both } from '../../i18n/both.ts'
import { reasons } from './reasons-texts.ts'
import { texts } from './texts.ts'

function wordIn(table: Readonly<Record<string, Both>>, code: string): Both {
  return Object.hasOwn(table, code) ? (table[code] as Both) : [code, code]
}

/** What somebody noted, or what the node did: which draft it was that a decision is about. */
export function noteWord(note: string): Both {
  const [, draft] = /^draft (\d+)$/.exec(note) ?? []
  return draft === undefined ? [note, note] : texts.noteDraft(Number(draft))
}

/** Words for the codes of the desk; a code of a newer node stays as it is. */
export const word: Readonly<
  Record<'reason' | 'rule' | 'outcome' | 'action' | 'retract', (code: string) => Both>
> = {
  reason: (code) => wordIn(reasons, code),
  rule: (code) => wordIn(texts.ruleNames, code),
  outcome: (code) => wordIn(texts.outcomes, code),
  action: (code) => wordIn(texts.actions, code),
  retract: (code) => wordIn(texts.retractReasons, code),
}
