import { Button, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Operation, OperationReason } from '../../api/operation-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { spokenId } from '../../shared/spoken-id.ts'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface EndProps {
  readonly operation: Operation
  readonly onClose: () => void
}

const REASONS = Object.keys(texts.reasons) as OperationReason[]

function ReasonField({
  value,
  onChange,
}: {
  value: OperationReason
  onChange: (reason: OperationReason) => void
}) {
  const t = useText()
  return (
    <Field label={t(texts.reason)}>
      {(ids) => (
        <Select
          id={ids.id}
          value={value}
          onChange={onChange}
          options={REASONS.map((reason) => ({ value: reason, label: t(texts.reasons[reason]) }))}
        />
      )}
    </Field>
  )
}

function EndDialog({
  title,
  act,
  button,
  onClose,
  children,
}: {
  title: string
  act: { readonly isError: boolean; readonly error: unknown }
  button: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  const t = useText()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          {button}
        </>
      }
    >
      <div className="pad form">
        {act.isError ? <FaultBand error={act.error} kept={texts.notSaid} /> : null}
        {children}
      </div>
    </Dialog>
  )
}

/** No-go wants its reason. */
export function NoGoDialog({ operation: { id, state }, onClose }: EndProps) {
  const t = useText()
  const [reason, setReason] = useState<OperationReason>('no-reason-given')
  const say = useAct('/api/v1/operations/decide', onClose)
  return (
    <EndDialog
      title={t(texts.sayNoGo)}
      act={say}
      onClose={onClose}
      button={
        <Button
          danger
          loading={say.isPending}
          onClick={() => say.mutate({ id, round: state.round, decision: 'no-go', reason })}
        >
          {t(texts.sayNoGo)}
        </Button>
      }
    >
      <ReasonField value={reason} onChange={setReason} />
    </EndDialog>
  )
}

/** An abort holds for everybody: its id is typed. */
export function AbortDialog({ operation: { id }, onClose }: EndProps) {
  const t = useText()
  const [reason, setReason] = useState<OperationReason>('risk')
  const [typed, setTyped] = useState('')
  const code = spokenId('O', id)
  const say = useAct('/api/v1/operations/abort', onClose)
  return (
    <EndDialog
      title={t(texts.abortThis)}
      act={say}
      onClose={onClose}
      button={
        <Button
          danger
          disabled={typed.trim().toUpperCase() !== code}
          loading={say.isPending}
          onClick={() => say.mutate({ id, reason })}
        >
          {t(texts.abortThis)}
        </Button>
      }
    >
      <p>{t(texts.abortHelp)}</p>
      <ReasonField value={reason} onChange={setReason} />
      <Field label={t(texts.typeId(code))}>
        {(ids) => (
          <Input
            {...ids}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
    </EndDialog>
  )
}

/** Whoever proposed an operation says how it ended. */
export function CloseDialog({ operation: { id }, onClose }: EndProps) {
  const t = useText()
  const [result, setResult] = useState<keyof typeof texts.results>('succeeded')
  const say = useAct('/api/v1/operations/close', onClose)
  return (
    <EndDialog
      title={t(texts.closeThis)}
      act={say}
      onClose={onClose}
      button={
        <Button type="primary" loading={say.isPending} onClick={() => say.mutate({ id, result })}>
          {t(texts.closeThis)}
        </Button>
      }
    >
      <Field label={t(texts.result)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={result}
            onChange={setResult}
            options={(['succeeded', 'part', 'failed'] as const).map((value) => ({
              value,
              label: t(texts.results[value]),
            }))}
          />
        )}
      </Field>
    </EndDialog>
  )
}
