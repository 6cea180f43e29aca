import type { Both } from '../i18n/both.ts'
import { WHO } from './permissions.gen.ts'
import type { Route } from './permissions.ts'
import { ROLE_NAMES, type RoleName, roles } from './roles-texts.ts'

/** The roles to whom the node opens a route, in the order in which they are shown. */
export function rolesFor(route: Route): readonly RoleName[] {
  const who: readonly string[] | string = WHO[route]
  return typeof who === 'string' ? [] : ROLE_NAMES.filter((role) => who.includes(role))
}

/** What somebody lacks: `needs release officer or legal officer`. */
export function needsOf(names: readonly RoleName[]): Both {
  const said = names.map((name) => roles[name][0])
  const english = said.map(([en]) => en.toLowerCase())
  const last = english.at(-1) ?? ''
  const before = english.slice(0, -1).join(', ')
  return [
    `needs ${before === '' ? last : `${before} or ${last}`}`,
    `需要${said.map(([, zh]) => zh).join('或')}`,
  ]
}
