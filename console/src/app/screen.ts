import type { ComponentType } from 'react'
import type { Both } from '../i18n/both.ts'
import { mayCall, type Route } from '../session/permissions.ts'
import type { Role } from '../session/session.ts'
import type { IconName } from '../shared/icon.tsx'

/**
 * A screen, declared in `screen.ts` of its own folder. Navigation, palette, keys and routes come
 * from these declarations: what is not declared does not exist anywhere.
 */
export interface Screen {
  /** Language-neutral; `$name` is a part that varies. */
  readonly path: string
  readonly title: Both
  /** Initials of the Chinese title in pinyin, by which the palette finds it. */
  readonly pinyin?: string
  readonly icon?: IconName
  /** Key after `G`. */
  readonly jump?: string
  /** Where it stands in the navigation; nowhere without. */
  readonly nav?: 'main' | 'more'
  /** The route that it lives on: who may call that may open the screen. Everybody without. */
  readonly opens?: Route
  readonly load: () => Promise<ComponentType>
}

/** Whether somebody of these roles may open a screen. */
export function mayOpen(screen: Screen, roles: readonly Role[]): boolean {
  return screen.opens === undefined || mayCall(screen.opens, roles)
}
