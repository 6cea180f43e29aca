import { Link } from '@tanstack/react-router'
import { useGet } from '../api/query.ts'
import type { Finding } from '../api/release-answers.ts'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { useMay } from '../session/may.ts'
import { type RoleName, roles } from '../session/roles-texts.ts'
import { useSession } from '../session/session.ts'
import { Gap } from './gap.tsx'

/** People named before the rest is counted. */
const NAMED = 3

const texts = {
  yours: ['Waits for your approval.', '等待您的审批。'],
  waits: (names: string, more: number): Both => [
    `Waits for approval by ${names}${more > 0 ? ` or ${more} more` : ''}.`,
    `等待${names}${more > 0 ? `等${more + NAMED}人` : ''}审批。`,
  ],
  nobody: (names: Both): Both => [
    `Nobody here can approve it: no other account is ${names[0]}.`,
    `此处无人可审批：没有其他账户具有${names[1]}角色。`,
  ],
  assign: [
    'An operator gives somebody the role under Accounts.',
    '由运维管理员在“账户”中分配该角色。',
  ],
  accounts: ['Accounts', '账户'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/** Who lets something go that the rules hold: what a local law holds only a legal officer. */
export function approversFor(findings: readonly Pick<Finding, 'rule'>[]): readonly RoleName[] {
  return findings.some(({ rule }) => rule === 'law') ? ['legal'] : ['release-officer']
}

/** Whether somebody else's word is this person's to let go. */
export function useIsApprover(): (needed: readonly RoleName[], author: string) => boolean {
  const session = useSession().data
  return (needed, author) =>
    session?.user !== null &&
    session?.user?.id !== author &&
    needed.some((role) => session?.roles.includes(role))
}

/** For whose approval something waits; and where nobody could give it, what to do. */
export function SecondPerson({
  needed,
  author,
}: {
  readonly needed: readonly RoleName[]
  readonly author: string
}) {
  const t = useText()
  const may = useMay()
  const isApprover = useIsApprover()
  const people = useGet('/api/v1/people').data?.people
  if (people === undefined) return null
  if (isApprover(needed, author)) return <p className="sm warn">{t(texts.yours)}</p>
  const able = people.filter(
    ({ id, roles: held, disabled }) =>
      !disabled && id !== author && needed.some((role) => held.includes(role)),
  )
  if (able.length > 0) {
    const names = able.slice(0, NAMED).map(({ name }) => name)
    const more = able.length - names.length
    const [en, zh] = [
      texts.waits(names.join(', '), more)[0],
      texts.waits(names.join('、'), more)[1],
    ]
    return <p className="sm warn">{t([en, zh])}</p>
  }
  const named = needed.map((role) => roles[role][0])
  const english = named.map(([en]) => en.toLowerCase()).join(' / ')
  return (
    <p className="sm danger">
      {t(texts.nobody([english, named.map(([, zh]) => zh).join('/')]))}
      <Gap />
      {t(texts.assign)}
      <Gap />

      {may('POST /api/v1/accounts/roles') ? (
        <Link className="link" to="/accounts">
          {t(texts.accounts)}
        </Link>
      ) : null}
    </p>
  )
}
