import type { Both } from '../../i18n/both.ts'
import { actions } from './action-texts.ts'

/** The words for an action of the trail; undefined for one of a newer node. */
export function actionWord(action: string): Both | undefined {
  const name = action.replace(/^\w+ \/api\/v1\//, '')
  return Object.hasOwn(actions, name) ? actions[name as keyof typeof actions] : undefined
}
