import { Button, Checkbox, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { ContactRole } from '../../api/directory-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

const ROLES = ['technical', 'policy', 'hotline'] as const

/** Whom of whom: the peer and the role that a ping test or a schedule is for. */
export function WhomFields({
  peer,
  role,
  onChange,
}: {
  peer: string
  role: ContactRole
  onChange: (change: { peer?: string; role?: ContactRole }) => void
}) {
  const t = useText()
  const peers = useGet('/api/v1/peers').data?.peers ?? []
  return (
    <div className="two">
      <Field label={t(texts.peer)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={peer === '' ? null : peer}
            onChange={(value) => onChange({ peer: value ?? '' })}
            options={peers
              .filter(({ state }) => state === 'confirmed')
              .map(({ node, names }) => ({ value: node, label: t(names) }))}
          />
        )}
      </Field>
      <Field label={t(texts.role)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={role}
            onChange={(value) => onChange({ role: value })}
            options={ROLES.map((value) => ({ value, label: t(texts.roles[value]) }))}
          />
        )}
      </Field>
    </div>
  )
}

/** Asks a role of a peer whether a person is there. */
export function AskDialog({
  peer: firstPeer = '',
  role: firstRole = 'hotline',
  onClose,
}: {
  peer?: string
  role?: ContactRole
  onClose: () => void
}) {
  const t = useText()
  const [whom, setWhom] = useState({ peer: firstPeer, role: firstRole })
  const [within, setWithin] = useState(60)
  const [exercise, setExercise] = useState(false)
  const ask = useAct('/api/v1/pings', onClose)
  return (
    <Dialog
      title={t(texts.askTitle)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            type="primary"
            disabled={whom.peer === ''}
            loading={ask.isPending}
            onClick={() => ask.mutate({ ...whom, within, exercise })}
          >
            {t(texts.ask)}
          </Button>
        </>
      }
    >
      {exercise ? <ExerciseBand /> : null}
      <div className="pad form">
        {ask.isError ? <FaultBand error={ask.error} kept={texts.notAsked} /> : null}
        <WhomFields {...whom} onChange={(change) => setWhom({ ...whom, ...change })} />
        <Field label={t(texts.within)}>
          {(ids) => (
            <InputNumber
              id={ids.id}
              min={1}
              max={20_160}
              value={within}
              onChange={(value) => setWithin(value ?? 60)}
            />
          )}
        </Field>
        <Checkbox checked={exercise} onChange={(event) => setExercise(event.target.checked)}>
          {t(texts.isDrill)}
        </Checkbox>
      </div>
    </Dialog>
  )
}
