import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { plain, postForBytes } from '../../api/client.ts'
import { Fault } from '../../api/fault.ts'
import type { IntelObject, IntelVersion } from '../../api/intel-answers.ts'
import { useAsk } from '../../api/query.ts'
import { type Both, textIn } from '../../i18n/both.ts'
import { shortHex, utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { TextBytes } from '../../shared/byte-view.tsx'
import { CopyIndicator } from '../../shared/foreign.tsx'
import { Gap } from '../../shared/gap.tsx'
import { ExerciseBand, TlpChip } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import type { Proof } from '../../shared/proof.tsx'
import { Properties } from '../../shared/properties.tsx'
import { Provenance } from '../../shared/provenance.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { save } from '../../shared/save.ts'
import { FaultBand, Loaded, Missing } from '../../shared/states.tsx'
import { Tabs, useTab } from '../../shared/tabs.tsx'
import { proofOf } from '../trust/explained-proof.ts'
import { HistoryTab } from './history-tab.tsx'
import { HoldersCard } from './holders-card.tsx'
import { ObjectName } from './object-name.tsx'
import { reportedProof } from './object-proof.ts'
import { RelationsTab } from './relations-tab.tsx'
import { RetractDialog } from './retract-dialog.tsx'
import { SightDialog } from './sight-dialog.tsx'
import { SightingsTab } from './sightings-tab.tsx'
import { texts } from './texts.ts'
import { TimelineTab } from './timeline-tab.tsx'
import { nameIn, titleOf, typeWord } from './words.ts'

/** One object: what it says, who said so, how far that is checked, and what it belongs to. */
export function ObjectScreen() {
  const { id = '' } = useParams({ strict: false })
  const object = useAsk('/api/v1/intel/object', { id })
  const missing = <Missing title={whyMissing(object.error)} to="/intel" list={texts.title} />
  return (
    <Loaded key={id} of={object} missing={missing}>
      {(data) => {
        const [newest] = data.versions
        return newest === undefined ? (
          missing
        ) : (
          <ObjectPage key={data.stixId} object={data} newest={newest} />
        )
      }}
    </Loaded>
  )
}

/** Of what was deleted when its time was over the node says when, and by which compact. */
function whyMissing(error: unknown): Both {
  const said = error instanceof Fault && error.code === 'retention-over' ? error.said : undefined
  return said === undefined ? texts.unknown : [said.en, said.zh]
}

function ObjectPage({ object, newest }: { object: IntelObject; newest: IntelVersion }) {
  const t = useText()
  const nameOf = useNames()
  const may = useMay()
  const isOurs = newest.source === useSession().data?.node.id
  const [checked, setChecked] = useState<Proof | undefined>()
  const tabs = [
    { id: 'object', title: texts.object },
    { id: 'relations', title: texts.relations },
    { id: 'sightings', title: texts.sightings, count: object.sightings.length },
    { id: 'timeline', title: texts.timeline },
    { id: 'history', title: texts.history, count: object.versions.length },
    { id: 'bytes', title: texts.bytes },
  ] as const
  const tab = useTab<string>(tabs)
  const sighted = nameIn(object.names, newest.object.sighting_of_ref)
  const copied = sighted || titleOf(newest.object, object.stixId)
  const [said] = newest.said
  const under = useUnder(said?.compact ?? '')
  const via = passedOnBy(newest)
  return (
    <>
      {said?.exercise ? <ExerciseBand /> : null}
      <p className="crumb">
        <Link to="/intel">{t(texts.title)}</Link> / {t(typeWord(object.type))}
      </p>
      <div className="head object">
        <div className="about">
          <h1 className={newest.retracted ? 'gone' : ''}>
            <ObjectName
              object={newest.object}
              stixId={object.stixId}
              names={object.names}
              most={160}
            />
          </h1>
          <div className="line">
            <TlpChip tlp={newest.tlp} explained />
            <span>{t(typeWord(object.type))}</span>
            <CopyIndicator value={copied} />
          </div>
          <Provenance
            source={{
              author: nameOf(newest.source),
              ...(said !== undefined && { signed: said.time }),
              arrived: newest.added,
              ...(via !== undefined && { via: nameOf(via) }),
              ...(said?.compact && { under }),
              proof: checked ?? reportedProof(newest),
            }}
          />
          {newest.kept === null ? null : <Kept kept={newest.kept} />}
        </div>
        <Actions object={object} newest={newest} onChecked={setChecked} />
      </div>
      {newest.retraction === null ? null : <Retracted retraction={newest.retraction} />}
      <Tabs tabs={tabs} />
      {tab === 'object' ? (
        <section className="card">
          <header>
            <h2>{t(texts.says)}</h2>
            <span className="r sm t3 mono">{object.stixId}</span>
          </header>
          <Properties object={newest.object} names={object.names} />
        </section>
      ) : null}
      {tab === 'relations' ? <RelationsTab id={object.stixId} /> : null}
      {tab === 'sightings' ? <SightingsTab sightings={object.sightings} /> : null}
      {tab === 'timeline' ? <TimelineTab object={object} /> : null}
      {tab === 'history' ? (
        <div className="stack">
          <HistoryTab object={object} />
          {isOurs && may('GET /api/v1/release/holders') ? <HoldersCard id={object.stixId} /> : null}
        </div>
      ) : null}
      {tab === 'bytes' ? (
        <section className="card">
          <TextBytes text={JSON.stringify(newest.object)} />
        </section>
      ) : null}
    </>
  )
}

/** Who brought a version that its author did not bring: whose it is and who passed it on are two things. */
function passedOnBy({ said, source }: IntelVersion): string | undefined {
  const came = said.flatMap(({ carried }) => carried.filter(({ direction }) => direction === 'in'))
  return came.some(({ peer }) => peer === source) ? undefined : came[0]?.peer
}

/** Under which compact something was said: by its title, as soon as that was read. */
function useUnder(compact: string): Both {
  const { lang } = useLanguage()
  const version = useAsk('/api/v1/compacts/version', { digest: compact }, compact !== '')
  const title = version.data?.words?.title
  return title === undefined ? texts.under(shortHex(compact)) : texts.under(textIn(lang, title))
}

function Kept({ kept }: { kept: NonNullable<IntelVersion['kept']> }) {
  const t = useText()
  const under = useUnder(kept.version)
  return (
    <div className="prov">
      <span>{t(texts.keptUntil(utc(kept.until), kept.days))}</span>
      <Link className="link" to="/compacts/$id" params={{ id: kept.compact }}>
        {t(under)}
      </Link>
    </div>
  )
}

function Retracted({ retraction }: { retraction: NonNullable<IntelVersion['retraction']> }) {
  const t = useText()
  const nameOf = useNames()
  const reason = Object.hasOwn(texts.reasons, retraction.reason)
    ? t(texts.reasons[retraction.reason as keyof typeof texts.reasons])
    : retraction.reason
  return (
    <div className="band off" role="status">
      <span className="dot w" />
      <span>{t(texts.retractedBy(t(nameOf(retraction.node)), utc(retraction.time), reason))}</span>
    </div>
  )
}

function Actions({
  object,
  newest,
  onChecked,
}: {
  object: IntelObject
  newest: IntelVersion
  onChecked: (proof: Proof) => void
}) {
  const t = useText()
  const own = useSession().data?.node.id
  const [open, setOpen] = useState<'retract' | 'sight' | undefined>()
  const isOurs = newest.source === own
  const evidence = () => postForBytes('/api/v1/evidence', { id: object.stixId })
  const check = useMutation({
    mutationFn: async () => {
      const [bytes, keys, { checkEvidence }] = await Promise.all([
        evidence(),
        plain('/api/v1/published-keys').then((answer) => answer.arrayBuffer()),
        import('../trust/check.ts'),
      ])
      return await checkEvidence(bytes, new Uint8Array(keys))
    },
    onSuccess: (explained) => {
      if (explained) onChecked(proofOf(explained))
    },
  })
  const keep = useMutation({
    mutationFn: evidence,
    onSuccess: (bytes) => save(`evidence-${object.stixId}.json`, bytes),
  })
  const navigate = useNavigate()
  const receivers = new Set(newest.said.flatMap(({ carried }) => carried.map(({ peer }) => peer)))
  const error = check.error ?? keep.error
  return (
    <div>
      <div className="actions">
        <RoleButton
          brief
          route="POST /api/v1/evidence"
          loading={keep.isPending}
          onClick={() => keep.mutate()}
        >
          {t(texts.saveEvidence)}
        </RoleButton>
        <RoleButton
          brief
          route="POST /api/v1/evidence"
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {t(check.isSuccess ? texts.checkAgain : texts.check)}
        </RoleButton>
        {!isOurs && !newest.retracted ? (
          <RoleButton
            brief
            route="POST /api/v1/sight"
            type="primary"
            onClick={() => setOpen('sight')}
          >
            {t(texts.sight)}
          </RoleButton>
        ) : null}
        {isOurs && !newest.retracted ? (
          <RoleButton
            brief
            route="POST /api/v1/share"
            onClick={() => void navigate({ to: '/release/share', search: { ids: object.stixId } })}
          >
            {t(texts.share)}
          </RoleButton>
        ) : null}
        {isOurs && !newest.retracted && receivers.size > 0 ? (
          <RoleButton brief route="POST /api/v1/retract" danger onClick={() => setOpen('retract')}>
            {t(texts.retract)}
          </RoleButton>
        ) : null}
      </div>
      {error === null ? null : <FaultBand error={error} kept={texts.noEvidence} />}
      {check.data?.verdict === 'cannot-tell' ? (
        <div className="band off" role="status">
          <span className="dot w" />
          <span>
            <b>{t(check.data.headline)}</b>
            <Gap />
            {t(texts.cannotTell)}
            <Gap />

            <Link className="link" to="/trust/verify">
              {t(texts.toVerify)}
            </Link>
          </span>
        </div>
      ) : null}
      {open === 'sight' ? (
        <SightDialog id={object.stixId} onClose={() => setOpen(undefined)} />
      ) : null}
      {open === 'retract' ? (
        <RetractDialog
          id={object.stixId}
          receivers={receivers.size}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </div>
  )
}
