import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Compact } from '../../api/compact-answers.ts'
import { useAsk, useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { BothNames } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { NeedsLine } from '../../shared/role-button.tsx'
import { Loaded, Missing } from '../../shared/states.tsx'
import { DiffCard } from './diff-card.tsx'
import { EndDialog } from './end-dialog.tsx'
import { KeptCard } from './kept-card.tsx'
import { SignDialog } from './sign-dialog.tsx'
import { TermsCard, TextCard } from './text-card.tsx'
import { texts } from './texts.ts'
import { TiersCard } from './tiers-card.tsx'
import { newestOf, statusWord, versionName, wordIn } from './words.ts'

/** One compact: what it says in both languages, what changed, who has signed, which tiers are open. */
export function CompactScreen() {
  const { id } = useParams({ strict: false })
  const compacts = useGet('/api/v1/compacts')
  return (
    <Loaded of={compacts}>
      {(data) => {
        const compact = data.compacts.find((each) => each.id === id)
        return compact === undefined ? (
          <Missing title={texts.unknown} to="/compacts" list={texts.title} />
        ) : (
          <CompactPage compact={compact} />
        )
      }}
    </Loaded>
  )
}

function CompactPage({ compact }: { compact: Compact }) {
  const t = useText()
  const nameOf = useNames()
  const search = useSearch({ strict: false }) as { readonly v?: string }
  const shown =
    compact.proposals.find(({ digest }) => digest === search.v) ??
    newestOf(compact) ??
    compact.proposals[0]
  const digest = shown?.digest ?? compact.id
  const version = useAsk('/api/v1/compacts/version', { digest })
  const base = compact.digest
  return (
    <>
      <p className="crumb">
        <Link to="/compacts">{t(texts.title)}</Link>
      </p>
      <div className="head">
        <div>
          <h1>
            {version.data?.words ? <BothNames text={version.data.words.title} /> : t(texts.title)}
          </h1>
          <div className="line sm t2">
            <span className="b">{t(statusWord(compact.status))}</span>
            <span>{compact.parties.map((party) => t(nameOf(party))).join(' · ')}</span>
          </div>
        </div>
        <Actions compact={compact} digest={digest} />
      </div>
      {compact.ending === null ? null : (
        <div className="band off">
          <span className="dot w" />
          <span>
            {t(
              (compact.status === 'ended' ? texts.hasEnded : texts.ends)(
                t(nameOf(compact.ending.by)),
                utc(compact.ending.at),
                t(wordIn(texts.reasons, compact.ending.reason)),
              ),
            )}
          </span>
        </div>
      )}
      <div className="cols">
        <div className="stack">
          {base !== null && base !== digest ? (
            <DiffCard
              before={base}
              after={digest}
              names={[versionName(compact, base), versionName(compact, digest)]}
            />
          ) : null}
          <Loaded of={version} space={640}>
            {(data) => (
              <>
                <TextCard words={data.words} digest={digest} />
                <TermsCard lines={data.lines} />
              </>
            )}
          </Loaded>
        </div>
        <div className="stack">
          <VersionsCard compact={compact} shown={digest} />
          <TiersCard compact={compact} />
          <KeptCard compact={compact.id} />
        </div>
      </div>
    </>
  )
}

function Actions({ compact, digest }: { compact: Compact; digest: string }) {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const own = useSession().data?.node.id ?? ''
  const [open, setOpen] = useState<'sign' | 'end' | undefined>()
  const proposal = compact.proposals.find((each) => each.digest === digest)
  const isOver = compact.ending !== null
  const canSign = !isOver && proposal !== undefined && !proposal.signedBy.includes(own)
  if (!may('POST /api/v1/compacts/sign')) {
    return (
      <div className="actions">
        <NeedsLine route="POST /api/v1/compacts/sign" />
      </div>
    )
  }
  return (
    <div className="actions">
      {isOver ? null : (
        <>
          <Button danger onClick={() => setOpen('end')}>
            {t(texts.end)}
          </Button>
          <Button
            onClick={() => void navigate({ to: '/compacts/new', search: { amend: compact.id } })}
          >
            {t(texts.amend)}
          </Button>
        </>
      )}
      {canSign ? (
        <Button type="primary" onClick={() => setOpen('sign')}>
          {t(texts.sign)}
        </Button>
      ) : null}
      {open === 'sign' ? <SignDialog digest={digest} onClose={() => setOpen(undefined)} /> : null}
      {open === 'end' ? <EndDialog compact={compact} onClose={() => setOpen(undefined)} /> : null}
    </div>
  )
}

/** What a version that was agreed is by now. */
function forceWord(status: string) {
  if (status === 'in-force') return texts.inForce
  return status === 'not-yet' ? texts.agreed : texts.wasInForce
}

/** Whether all have signed a version, and nodes have still to say that they hold every signature. */
function isHolding(compact: Compact, proposal: Compact['proposals'][number]): boolean {
  const isNewest = proposal === newestOf(compact) && compact.ending === null
  const isSigned = proposal.signedBy.length === compact.parties.length
  return isNewest && isSigned && proposal.digest !== compact.digest && proposal.unheldBy.length > 0
}

function VersionsCard({ compact, shown }: { compact: Compact; shown: string }) {
  const t = useText()
  const nameOf = useNames()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.versions)}</h2>
      </header>
      {compact.proposals.toReversed().map((proposal) => (
        <Link
          key={proposal.digest}
          className="li"
          data-row
          aria-current={proposal.digest === shown ? 'true' : undefined}
          to="/compacts/$id"
          params={{ id: compact.id }}
          search={{ v: proposal.digest }}
        >
          <span className="g">
            <span className="b">{t(texts.version(proposal.round))}</span>
            {proposal.digest === compact.digest ? (
              <span className={compact.status === 'in-force' ? 'ok sm' : 'sm t2'}>
                {' '}
                {t(forceWord(compact.status))}
              </span>
            ) : null}
            <span className="sm t3 block">
              {t(texts.by)} {t(nameOf(proposal.by))}
            </span>
            <span className="sm t3 block">
              {t(texts.period(utc(proposal.from).slice(0, 10), utc(proposal.until).slice(0, 10)))}
            </span>
            {isHolding(compact, proposal) ? (
              <span className="sm warn block">
                {t(texts.holding(proposal.unheldBy.map((party) => t(nameOf(party))).join(' · ')))}
              </span>
            ) : null}
          </span>
          <span className="num sm">
            {t(texts.signed(proposal.signedBy.length, compact.parties.length))}
            {compact.parties.map((party) => (
              <span key={party} className="block t3">
                <span className={`dot ${proposal.signedBy.includes(party) ? '' : 'o'}`} />
                {t(nameOf(party))}
                {proposal.signedBy.includes(party) ? '' : ` · ${t(texts.notSigned)}`}
              </span>
            ))}
          </span>
        </Link>
      ))}
    </section>
  )
}
