import type { ReleaseRole } from '../../../config/config.ts'
import type { Language } from '../../../i18n/language.ts'
import { translate } from '../../../i18n/translate.ts'
import { mayAct } from '../../../release/delegates.ts'
import type { RulesView } from '../../../release/release-desk.ts'
import type { RuleName } from '../../../release/rules/finding.ts'
import type { AdminClient } from '../../admin-client.ts'

/** What waits for a second person. */
export interface Waiting {
  readonly author: string
  readonly findings: readonly { readonly rule: RuleName }[]
  /** Who may when no rule has found anything; whom the rules name else. */
  readonly otherwise?: readonly ReleaseRole[]
}

/**
 * Says who can let go of what waits, by the delegates of the configuration; when nobody can, what
 * to configure: an advice that cannot be followed would send people round in circles.
 */
export async function secondPersonText(
  admin: AdminClient,
  lang: Language,
  waiting: readonly Waiting[],
): Promise<string> {
  if (waiting.length === 0) return ''
  const rules = await admin.get<RulesView>('/api/v1/release/rules')
  if (!rules.ok) return ''
  const { delegates } = rules.value
  const able = delegates.filter(({ name, roles }) => {
    return waiting.some((each) => mayLetGo(name, new Set(roles as readonly ReleaseRole[]), each))
  })
  if (able.length > 0) {
    const names = able.map(({ name }) => `--as ${name}`).join(lang === 'zh' ? '、' : ', ')
    return `${translate(lang, 'release.second', { names })}\n`
  }
  return `${translate(lang, waiting.some(isLegal) ? 'release.no-legal' : 'release.no-second')}\n`
}

function mayLetGo(name: string, roles: ReadonlySet<ReleaseRole>, waiting: Waiting): boolean {
  const { author, findings, otherwise } = waiting
  if (findings.length === 0 && otherwise) {
    return name !== author && otherwise.some((role) => roles.has(role))
  }
  return mayAct({ name, roles }, 'approve', { author, findings }).ok
}

function isLegal({ findings }: Waiting): boolean {
  return findings.some(({ rule }) => rule === 'law')
}
