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
  return [
    `needs ${oneOf(english, ', ', ' or ')}`,
    `需要${oneOf(
      said.map(([, zh]) => zh),
      '、',
      '或',
    )}`,
  ]
}

function oneOf(names: readonly string[], comma: string, or: string): string {
  const before = names.slice(0, -1).join(comma)
  return before === '' ? (names[0] ?? '') : `${before}${or}${names.at(-1)}`
}
