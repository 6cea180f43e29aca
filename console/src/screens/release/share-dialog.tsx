import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { Tlp } from '../../api/answers.ts'
import { follow } from '../../api/client.ts'
import { Fault } from '../../api/fault.ts'
import { useGet } from '../../api/query.ts'
import type { Named } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel, tlpMeans } from '../../shared/marks.tsx'
import { Empty, FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface Counted {
  readonly done: number
  readonly review: number
  readonly skipped: number
}

/** Shares with one peer what may leave, and tells how far it is. */
export function ShareDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const client = useQueryClient()
  const peers = useGet('/api/v1/peers').data?.peers.filter(({ state }) => state === 'confirmed')
  const [peer, setPeer] = useState<string | undefined>()
  const [tlp, setTlp] = useState<Tlp>('green')
  const [counted, setCounted] = useState<Counted | undefined>()
  const chosen = peer ?? peers?.[0]?.node
  const share = useMutation({
    mutationFn: async () => {
      for await (const event of follow('/api/v1/share', { peer: chosen, tlp })) {
        if (event.event === 'refused') {
          throw new Fault(409, String(event.code), event.message as Named, event.at as string)
        }
        setCounted(countedIn(event))
      }
    },
    onSettled: () => client.invalidateQueries({ refetchType: 'active' }),
  })
  return (
    <Dialog
      title={t(texts.shareTitle)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(share.isSuccess ? texts.close : texts.cancel)}</Button>
          {share.isSuccess || chosen === undefined ? null : (
            <Button type="primary" loading={share.isPending} onClick={() => share.mutate()}>
              {t(texts.begin)}
            </Button>
          )}
        </>
      }
    >
      {peers?.length === 0 ? (
        <Empty title={t(texts.noPeers)} />
      ) : (
        <div className="pad form">
          <p>{t(texts.shareHelp)}</p>
          {share.isError ? <FaultBand error={share.error} kept={texts.notShared} /> : null}
          <Field label={t(texts.receiver)}>
            {(ids) => (
              <Select
                id={ids.id}
                value={chosen ?? null}
                onChange={setPeer}
                options={(peers ?? []).map(({ node, names }) => ({ value: node, label: t(names) }))}
              />
            )}
          </Field>
          <Field label={t(texts.upTo)} help={t(tlpMeans(tlp))}>
            {(ids) => (
              <Select
                id={ids.id}
                value={tlp}
                onChange={setTlp}
                options={TLP_LABELS.map((value) => ({ value, label: tlpLabel(value) }))}
              />
            )}
          </Field>
          <Outcome counted={counted} isDone={share.isSuccess} />
        </div>
      )}
    </Dialog>
  )
}

function countedIn(event: Readonly<Record<string, unknown>>): Counted {
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  return {
    done: number(event.done),
    review: number(event.review),
    skipped: number(event.skipped),
  }
}

function Outcome({ counted, isDone }: { counted: Counted | undefined; isDone: boolean }) {
  const t = useText()
  if (counted === undefined) return null
  const { done, review, skipped } = counted
  const held = review + skipped
  return (
    <div role="status">
      <p className="b">
        {isDone ? t(done === 0 ? texts.nothingNew : texts.shared(done)) : t(texts.sharing(done))}
      </p>
      {held > 0 ? <p>{t(texts.held(held))}</p> : null}
    </div>
  )
}
