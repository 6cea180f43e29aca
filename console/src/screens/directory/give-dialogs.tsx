import { Select } from 'antd'
import { useState } from 'react'
import type { Contact } from '../../api/directory-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
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
    <ActDialog
      title={t(texts.shareWith)}
      label={t(texts.share)}
      act={share}
      kept={texts.notChanged}
      disabled={chosen === ''}
      onAct={() => share.mutate({ id: contact.id, peer: chosen })}
      onClose={onClose}
    >
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
    </ActDialog>
  )
}

/** Takes a contact of ours back from everybody. */
export function WithdrawDialog({ contact, onClose }: GiveProps) {
  const t = useText()
  const withdraw = useAct('/api/v1/contacts/withdraw', onClose)
  return (
    <ActDialog
      title={t(texts.withdrawThis)}
      label={t(texts.withdrawThis)}
      act={withdraw}
      kept={texts.notChanged}
      danger
      onAct={() => withdraw.mutate({ id: contact.id })}
      onClose={onClose}
    >
      <p className="b">
        <Foreign text={contact.card?.name ?? ''} />
      </p>
      <p>{t(texts.withdrawHelp)}</p>
    </ActDialog>
  )
}
