import { Button } from 'antd'
import { useState } from 'react'
import type { Contact, Rota } from '../../api/directory-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { hoursSaid } from './hours.ts'
import { HandOverDialog, ShiftDialog } from './rota-dialogs.tsx'
import { texts } from './texts.ts'

const LINES = ['duty', 'deputy'] as const

/** Who is on call here, the shifts, and how one hands over to the next. It never leaves the node. */
export function RotaTab() {
  const may = useMay()
  const own = useSession().data?.node.id ?? ''
  const rota = useGet('/api/v1/rota')
  const contacts = useGet('/api/v1/contacts')
  const [asked, setAsked] = useState<'shift' | 'hand-over' | undefined>()
  const ours = (contacts.data?.contacts ?? []).filter(({ node }) => node === own)
  const mayPlan = may('POST /api/v1/rota/shifts')
  return (
    <>
      <Loaded of={rota}>
        {(view) => (
          <div className="halves">
            <div className="stack">
              <OnCall view={view} ours={ours} onHandOver={() => setAsked('hand-over')} />
              <HandOvers view={view} ours={ours} />
            </div>
            <Shifts view={view} ours={ours} {...(mayPlan && { onAdd: () => setAsked('shift') })} />
          </div>
        )}
      </Loaded>
      {asked === 'shift' ? <ShiftDialog ours={ours} onClose={() => setAsked(undefined)} /> : null}
      {asked === 'hand-over' ? (
        <HandOverDialog ours={ours} onClose={() => setAsked(undefined)} />
      ) : null}
    </>
  )
}

interface RotaProps {
  readonly view: Rota
  readonly ours: readonly Contact[]
}

/** Name of a contact of ours by its id. */
function nameIn(ours: readonly Contact[], id: string): string {
  return ours.find((contact) => contact.id === id)?.card?.name ?? id.slice(0, 8)
}

function OnCall({ view, ours, onHandOver }: RotaProps & { onHandOver: () => void }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.onCallNow)}</h2>
        <span className="r">
          <RoleButton route="POST /api/v1/rota/handovers" size="small" onClick={onHandOver}>
            {t(texts.handOver)}
          </RoleButton>
        </span>
      </header>
      {LINES.map((line) => {
        const id = view.onCall[line]
        const card = ours.find((contact) => contact.id === id)?.card
        return (
          <div className="li" key={line}>
            <span className={`dot ${id === null ? 'w' : ''}`} />
            <span className="g">
              <span className="sm t2 block">{t(texts.lines[line])}</span>
              {id === null ? (
                <span>{t(texts.nobody)}</span>
              ) : (
                <>
                  <span className="b">
                    <Foreign text={nameIn(ours, id)} />
                  </span>{' '}
                  <span className="mono sm t2">{card?.phone ?? card?.email ?? ''}</span>
                </>
              )}
            </span>
          </div>
        )
      })}
    </section>
  )
}

const TONES = { offered: 'w', accepted: '', declined: 'x' }

function HandOvers({ view, ours }: RotaProps) {
  const t = useText()
  const may = useMay()
  const accept = useAct('/api/v1/rota/handovers/accept')
  const decline = useAct('/api/v1/rota/handovers/decline')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.handovers)}</h2>
      </header>
      {accept.isError ? <FaultBand error={accept.error} kept={texts.notChanged} /> : null}
      {decline.isError ? <FaultBand error={decline.error} kept={texts.notChanged} /> : null}
      {view.handovers.length === 0 ? <Empty title={t(texts.noHandovers)} /> : null}
      {view.handovers.map(({ id, line, giver, taker, state, until, note }) => (
        <div className="li wrap" key={id}>
          <span className={`dot ${TONES[state]}`} />
          <div className="g">
            <div className="line">
              <span>{t(texts.lines[line])}</span>
              <span className="b">
                <Foreign
                  text={t(
                    texts.gives(giver === null ? '–' : nameIn(ours, giver), nameIn(ours, taker)),
                  )}
                />
              </span>
              <span className="sm t2">{t(texts.handoverStates[state])}</span>
            </div>
            {note === '' ? null : (
              <p className="note">
                <Foreign text={note} links />
              </p>
            )}
            <p className="sm t3">{t(texts.untilAt(utc(until)))}</p>
          </div>
          {state === 'offered' && may('POST /api/v1/rota/handovers/accept') ? (
            <div className="actions">
              <Button size="small" type="primary" onClick={() => accept.mutate({ id })}>
                {t(texts.accept)}
              </Button>
              <Button size="small" onClick={() => decline.mutate({ id })}>
                {t(texts.decline)}
              </Button>
            </div>
          ) : null}
        </div>
      ))}
    </section>
  )
}

function Shifts({ view, ours, onAdd }: RotaProps & { onAdd?: () => void }) {
  const t = useText()
  const remove = useAct('/api/v1/rota/shifts/remove')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.shifts)}</h2>
        {onAdd === undefined ? null : (
          <span className="r">
            <Button size="small" onClick={onAdd}>
              {t(texts.addShift)}
            </Button>
          </span>
        )}
      </header>
      {remove.isError ? <FaultBand error={remove.error} kept={texts.notChanged} /> : null}
      {view.shifts.length === 0 ? <Empty title={t(texts.noShifts)} /> : null}
      {view.shifts.map(({ id, line, contact, hours, starts, ends }) => {
        const name = nameIn(ours, contact)
        return (
          <div className="li" key={id}>
            <span className="g">
              <span className="line">
                <span className="b">
                  <Foreign text={name} />
                </span>
                <span>{t(texts.lines[line])}</span>
              </span>
              <span className="sm t2 block">{t(hoursSaid(hours))}</span>
              <span className="sm t3 block">
                {ends === null ? t(texts.openEnded(utc(starts))) : `${utc(starts)} – ${utc(ends)}`}
              </span>
            </span>
            {onAdd === undefined ? null : (
              <Button
                size="small"
                aria-label={t(texts.removeShift(name, t(texts.lines[line])))}
                onClick={() => remove.mutate({ id })}
              >
                {t(texts.remove)}
              </Button>
            )}
          </div>
        )
      })}
    </section>
  )
}
