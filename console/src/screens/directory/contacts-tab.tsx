import { Button } from 'antd'
import { useState } from 'react'
import type { Contact } from '../../api/directory-answers.ts'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useNames } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { ContactDialog } from './contact-dialog.tsx'
import { ContactLine } from './contact-line.tsx'
import { ShareDialog, WithdrawDialog } from './give-dialogs.tsx'
import { texts } from './texts.ts'

type Asked =
  | { readonly what: 'edit' | 'share' | 'withdraw' | 'ping'; readonly contact: Contact }
  | { readonly what: 'add' }

/** Ours first, then what each peer has told us. */
export function ContactsTab() {
  const t = useText()
  const may = useMay()
  const nameOf = useNames()
  const own = useSession().data?.node.id ?? ''
  const contacts = useGet('/api/v1/contacts')
  const peers = useGet('/api/v1/peers')
  const [asked, setAsked] = useState<Asked | undefined>()
  const close = () => setAsked(undefined)
  const mayKeep = may('POST /api/v1/contacts')
  return (
    <>
      <Loaded of={contacts}>
        {(data) => {
          const ours = data.contacts.filter(({ node }) => node === own)
          const others = (peers.data?.peers ?? []).filter(({ state }) => state === 'confirmed')
          return (
            <div className="stack">
              <section className="card">
                <header>
                  <h2>
                    <bdi>{t(nameOf(own))}</bdi>
                  </h2>
                  <span className="t3">{t(texts.us)}</span>
                  {mayKeep ? (
                    <span className="r">
                      <Button size="small" onClick={() => setAsked({ what: 'add' })}>
                        {t(texts.add)}
                      </Button>
                    </span>
                  ) : null}
                </header>
                {ours.length === 0 ? (
                  <Empty title={t(texts.noneOurs)}>{t(texts.noneOursHelp)}</Empty>
                ) : null}
                {ours.map((contact) => (
                  <ContactLine key={contact.id} contact={contact} isOurs>
                    {mayKeep
                      ? (['edit', 'share', 'withdraw'] as const).map((what) => (
                          <Button
                            key={what}
                            size="small"
                            danger={what === 'withdraw'}
                            onClick={() => setAsked({ what, contact })}
                          >
                            {t(texts[what])}
                          </Button>
                        ))
                      : null}
                  </ContactLine>
                ))}
              </section>
              {others.map(({ node, names }) => {
                const theirs = data.contacts.filter((contact) => contact.node === node)
                return (
                  <section className="card" key={node}>
                    <header>
                      <h2>
                        <bdi>{t(names)}</bdi>
                      </h2>
                    </header>
                    {theirs.length === 0 ? <Empty title={t(texts.noneTheirs)} /> : null}
                    {theirs.map((contact) => (
                      <ContactLine key={contact.id} contact={contact} isOurs={false}>
                        <RoleButton
                          brief
                          route="POST /api/v1/pings"
                          size="small"
                          onClick={() => setAsked({ what: 'ping', contact })}
                        >
                          {t(texts.ask)}
                        </RoleButton>
                      </ContactLine>
                    ))}
                  </section>
                )
              })}
            </div>
          )
        }}
      </Loaded>
      {asked?.what === 'add' ? <ContactDialog onClose={close} /> : null}
      {asked?.what === 'edit' ? <ContactDialog contact={asked.contact} onClose={close} /> : null}
      {asked?.what === 'share' ? <ShareDialog contact={asked.contact} onClose={close} /> : null}
      {asked?.what === 'withdraw' ? (
        <WithdrawDialog contact={asked.contact} onClose={close} />
      ) : null}
      {asked?.what === 'ping' ? (
        <AskDialog peer={asked.contact.node} role={asked.contact.role} onClose={close} />
      ) : null}
    </>
  )
}
