import { Button, Select } from 'antd'
import { useState } from 'react'
import type { Contact } from '../../api/directory-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface GiveProps {
  readonly contact: Contact
  readonly onClose: () => void
}

/** Tells one more peer of a contact of ours. */
export function ShareDialog({ contact, onClose }: GiveProps) {
  const t = useText()
  const peers = useGet('/api/v1/peers')
  const [chosen, setChosen] = useState('')
  const share = useAct('/api/v1/contacts/share', onClose)
  return (
    <Dialog
      title={t(texts.shareWith)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            type="primary"
            disabled={chosen === ''}
            loading={share.isPending}
            onClick={() => share.mutate({ id: contact.id, peer: chosen })}
          >
            {t(texts.share)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {share.isError ? <FaultBand error={share.error} kept={texts.notChanged} /> : null}
        <Loaded of={peers}>
          {(data) => {
            const left = data.peers.filter(
              ({ node, state }) => state === 'confirmed' && !contact.sharedWith.includes(node),
            )
            if (left.length === 0) return <Empty title={t(texts.noPeers)} />
            return (
              <Field label={t(texts.peer)} help={t(texts.shareHelp)}>
                {(ids) => (
                  <Select
                    id={ids.id}
                    value={chosen === '' ? null : chosen}
                    onChange={(value) => setChosen(value ?? '')}
                    options={left.map(({ node, names }) => ({ value: node, label: t(names) }))}
                  />
                )}
              </Field>
            )
          }}
        </Loaded>
      </div>
    </Dialog>
  )
}

/** Takes a contact of ours back from everybody. */
export function WithdrawDialog({ contact, onClose }: GiveProps) {
  const t = useText()
  const withdraw = useAct('/api/v1/contacts/withdraw', onClose)
  return (
    <Dialog
      title={t(texts.withdrawThis)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            danger
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate({ id: contact.id })}
          >
            {t(texts.withdrawThis)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {withdraw.isError ? <FaultBand error={withdraw.error} kept={texts.notChanged} /> : null}
        <p className="b">
          <Foreign text={contact.card?.name ?? ''} />
        </p>
        <p>{t(texts.withdrawHelp)}</p>
      </div>
    </Dialog>
  )
}
