import { Button } from 'antd'
import { useState } from 'react'
import { useAct, useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Head } from '../../shared/head.tsx'
import { BothNames, TlpChip } from '../../shared/marks.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { typeWord } from '../intel/words.ts'
import { AddCollection } from './add-collection.tsx'
import { AddToken } from './add-token.tsx'
import { texts } from './texts.ts'

/** Collections of the node's TAXII server, and who may fetch them. */
export function TaxiiScreen() {
  const t = useText()
  const may = useMay()
  const [open, setOpen] = useState<'collection' | 'token' | undefined>()
  const [secret, setSecret] = useState<string | undefined>()
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <RoleButton route="POST /api/v1/taxii/collections" onClick={() => setOpen('collection')}>
          {t(texts.addCollection)}
        </RoleButton>
        <RoleButton route="POST /api/v1/taxii/collections" onClick={() => setOpen('token')}>
          {t(texts.addToken)}
        </RoleButton>
      </Head>
      <div className="stack">
        <Collections />
        {may('GET /api/v1/taxii/tokens') ? <Tokens /> : null}
      </div>
      {open === 'collection' ? <AddCollection onClose={() => setOpen(undefined)} /> : null}
      {open === 'token' ? <AddToken onClose={() => setOpen(undefined)} onMade={setSecret} /> : null}
      {secret === undefined ? null : (
        <Dialog
          title={t(texts.addToken)}
          onClose={() => setSecret(undefined)}
          footer={<Button onClick={() => setSecret(undefined)}>{t(texts.close)}</Button>}
        >
          <div className="pad form">
            <p>{t(texts.handOver)}</p>
            <p className="mono b">{secret}</p>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Collections() {
  const t = useText()
  const list = useGet('/api/v1/taxii/collections')
  const remove = useAct('/api/v1/taxii/collections/remove')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.collections)}</h2>
      </header>
      {remove.isError ? <FaultBand error={remove.error} kept={texts.notChanged} /> : null}
      <Loaded of={list}>
        {({ collections }) =>
          collections.length === 0 ? (
            <Empty title={t(texts.noCollection)}>{t(texts.noCollectionHelp)}</Empty>
          ) : (
            collections.map((collection) => (
              <div key={collection.id} className="li wrap">
                <span className="g">
                  <BothNames text={collection.title} />
                  <span className="mono sm t3 block">{collection.alias ?? collection.id}</span>
                  <span className="sm t2 block">
                    {[
                      collection.readable ? t(texts.reads) : '',
                      collection.writable ? t(texts.writes) : '',
                      ...(collection.view.types ?? []).map((type) => t(typeWord(type))),
                      ...(collection.view.labels ?? []),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                {collection.view.tlp === undefined ? null : <TlpChip tlp={collection.view.tlp} />}
                <RoleButton
                  route="POST /api/v1/taxii/collections"
                  size="small"
                  danger
                  onClick={() => remove.mutate({ name: collection.id })}
                >
                  {t(texts.remove)}
                </RoleButton>
              </div>
            ))
          )
        }
      </Loaded>
    </section>
  )
}

function Tokens() {
  const t = useText()
  const list = useGet('/api/v1/taxii/tokens')
  const revoke = useAct('/api/v1/taxii/tokens/revoke')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.tokens)}</h2>
      </header>
      {revoke.isError ? <FaultBand error={revoke.error} kept={texts.notChanged} /> : null}
      <Loaded of={list}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty title={t(texts.noToken)}>{t(texts.noTokenHelp)}</Empty>
          ) : (
            tokens.map((token) => (
              <div key={token.key} className="li wrap">
                <span className="g">
                  <span className={token.revoked === null ? 'b' : 'gone'}>
                    <bdi>{token.name}</bdi>
                  </span>
                  <span className="sm t3 block">
                    {token.revoked === null ? '' : `${t(texts.revoked)} · `}
                    {utc(token.created)}
                    {token.expires === null ? '' : ` · ${t(texts.until(utc(token.expires)))}`}
                  </span>
                </span>
                <TlpChip tlp={token.tlp} />
                {token.revoked === null ? (
                  <RoleButton
                    route="POST /api/v1/taxii/collections"
                    size="small"
                    danger
                    onClick={() => revoke.mutate({ name: token.name })}
                  >
                    {t(texts.revoke)}
                  </RoleButton>
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
    </section>
  )
}
