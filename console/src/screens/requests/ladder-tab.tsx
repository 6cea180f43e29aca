import { useState } from 'react'
import type { CallSheet, Contact } from '../../api/directory-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { usePeople } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { ContactLine } from '../directory/contact-line.tsx'
import { PingRow } from '../directory/pings-tab.tsx'
import { CallDialog } from './call-dialog.tsx'
import { calledName, useCallSheet } from './ladder-line.tsx'
import { texts } from './ladder-texts.ts'

/** The ping history first, then whom to call, the calls that were made, and the ladder. */
export function LadderTab({ id }: { id: string }) {
  const sheet = useCallSheet(id)
  return <Loaded of={sheet}>{(data) => <Sheet sheet={data} />}</Loaded>
}

function Sheet({ sheet }: { sheet: CallSheet }) {
  const t = useText()
  const [calling, setCalling] = useState<Contact | undefined>()
  return (
    <div className="halves">
      <div className="stack">
        {sheet.pending ? (
          <div className="band off" role="status">
            <span className="dot w" />
            <span>{t(texts.pending)}</span>
          </div>
        ) : null}
        <section className="card">
          <header>
            <h2>{t(texts.history)}</h2>
          </header>
          {sheet.pings.length === 0 ? <Empty title={t(texts.noHistory)} /> : null}
          {sheet.pings.map((ping) => (
            <PingRow key={ping.id} ping={ping} />
          ))}
        </section>
        <section className="card">
          <header>
            <h2>{t(texts.whom)}</h2>
            <span className="sm t3">{t(texts.whomHelp)}</span>
          </header>
          {sheet.contacts.length === 0 ? <Empty title={t(texts.noWhom)} /> : null}
          {sheet.contacts.map((contact) => (
            <ContactLine key={contact.id} contact={contact} isOurs={false}>
              <RoleButton
                brief
                route="POST /api/v1/requests/calls/record"
                size="small"
                onClick={() => setCalling(contact)}
              >
                {t(texts.record)}
              </RoleButton>
            </ContactLine>
          ))}
        </section>
      </div>
      <div className="stack">
        <Steps sheet={sheet} />
        <Calls sheet={sheet} />
      </div>
      {calling === undefined ? null : (
        <CallDialog
          request={sheet.request}
          contact={calling}
          onClose={() => setCalling(undefined)}
        />
      )}
    </div>
  )
}

function Steps({ sheet: { ladder } }: { sheet: CallSheet }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.steps)}</h2>
        {ladder.length === 0 ? null : <span className="t3">{t(texts.of(ladder.length))}</span>}
      </header>
      {ladder.length === 0 ? <Empty title={t(texts.noSteps)}>{t(texts.noStepsHelp)}</Empty> : null}
      {ladder.map(({ side, round, clock, step, called, due, done, statement }) => (
        <div className="li" key={`${side} ${round} ${clock} ${step}`}>
          <span className="dot w" />
          <span className="g">
            <span className="b">{t(calledName(called))}</span>{' '}
            <span className="t2">{t(texts.sides[side])}</span>
            <span className="sm t3 block">
              {t(texts.clocks[clock])} {utc(due)}
              {statement === null ? '' : ` · ${t(texts.sent)}`}
            </span>
          </span>
          <span className="sm t3">{utc(done)}</span>
        </div>
      ))}
    </section>
  )
}

const TONES = { confirmed: '', denied: 'x', 'no-answer': 'w' }

function Calls({ sheet: { calls, contacts } }: { sheet: CallSheet }) {
  const t = useText()
  const personOf = usePeople()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.calls)}</h2>
      </header>
      {calls.length === 0 ? <Empty title={t(texts.noCalls)} /> : null}
      {keyed(calls).map(({ key, value: { contact, actor, result, note, made } }) => (
        <div className="li" key={key}>
          <span className={`dot ${TONES[result]}`} />
          <span className="g">
            <span className="b">
              <Foreign
                text={contacts.find(({ id }) => id === contact)?.card?.name ?? contact.slice(0, 8)}
              />
            </span>{' '}
            {t(texts.results[result])}
            {note === '' ? null : (
              <span className="block">
                <Foreign text={note} />
              </span>
            )}
            <span className="sm t3 block">
              <bdi>{personOf(actor)}</bdi>
            </span>
          </span>
          <span className="sm t3">{utc(made)}</span>
        </div>
      ))}
    </section>
  )
}
