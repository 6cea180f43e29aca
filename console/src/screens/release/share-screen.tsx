import { Link, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import type { Tlp } from '../../api/intel-answers.ts'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel, tlpMeans } from '../../shared/marks.tsx'
import { NoPeers } from '../../shared/no-peers.tsx'
import { Loaded } from '../../shared/states.tsx'
import { OutlookCard } from './outlook-card.tsx'
import { texts } from './texts.ts'

/** Who would get what, and why not, before anything leaves. */
export function ShareScreen() {
  const t = useText()
  const [tlp, setTlp] = useState<Tlp>('green')
  const { ids } = useSearch({ strict: false }) as { readonly ids?: string }
  const chosen = ids?.split(',').filter((id) => id !== '')
  const peers = useGet('/api/v1/peers')
  return (
    <>
      <p className="crumb">
        <Link to="/release">{t(texts.title)}</Link>
      </p>
      <div className="head">
        <div>
          <h1>{t(texts.shareTitle)}</h1>
          <p className="sm t2">{t(texts.shareHelp)}</p>
        </div>
      </div>
      <div className="stack">
        <section className="card pad fields">
          <Field label={t(texts.upTo)} help={t(tlpMeans(tlp))}>
            {(field) => (
              <Select
                id={field.id}
                value={tlp}
                onChange={setTlp}
                options={TLP_LABELS.map((value) => ({ value, label: tlpLabel(value) }))}
              />
            )}
          </Field>
          {chosen === undefined ? null : (
            <p>
              <span className="b block">{t(texts.chosen(chosen.length))}</span>
              <Link className="link sm" to="/release/share">
                {t(texts.everything)}
              </Link>
            </p>
          )}
        </section>
        <Loaded of={peers}>
          {(data) => {
            const confirmed = data.peers.filter(({ state }) => state === 'confirmed')
            return confirmed.length === 0 ? (
              <NoPeers />
            ) : (
              confirmed.map((peer) => (
                <OutlookCard
                  key={`${peer.node} ${tlp} ${ids}`}
                  peer={peer}
                  tlp={tlp}
                  chosen={chosen}
                />
              ))
            )
          }}
        </Loaded>
      </div>
    </>
  )
}
