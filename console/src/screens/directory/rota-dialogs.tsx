import { Button, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { nodeNow } from '../../api/connection.ts'
import type { Contact, RotaLine } from '../../api/directory-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { DateInput } from '../../shared/date-input.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Empty, FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface RotaDialogProps {
  readonly ours: readonly Contact[]
  readonly onClose: () => void
}

/** `2026-11-28T15:00` of UTC, as the node takes it. */
function instant(local: string): string {
  return `${local}:00.000Z`
}

function LineAndContact({
  line,
  contact,
  label,
  ours,
  onChange,
}: {
  line: RotaLine
  contact: string
  label: string
  ours: readonly Contact[]
  onChange: (change: { line?: RotaLine; contact?: string }) => void
}) {
  const t = useText()
  return (
    <div className="two">
      <Field label={t(texts.line)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={line}
            onChange={(value) => onChange({ line: value })}
            options={(['duty', 'deputy'] as const).map((value) => ({
              value,
              label: t(texts.lines[value]),
            }))}
          />
        )}
      </Field>
      <Field label={label}>
        {(ids) => (
          <Select
            id={ids.id}
            value={contact === '' ? null : contact}
            onChange={(value) => onChange({ contact: value ?? '' })}
            options={ours.map(({ id, card }) => ({ value: id, label: card?.name ?? id }))}
          />
        )}
      </Field>
    </div>
  )
}

function RotaDialog({
  title,
  act,
  isReady,
  ours,
  onSend,
  onClose,
  children,
}: {
  title: string
  act: { readonly isError: boolean; readonly error: unknown; readonly isPending: boolean }
  isReady: boolean
  ours: readonly Contact[]
  onSend: () => void
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
          <Button type="primary" disabled={!isReady} loading={act.isPending} onClick={onSend}>
            {title}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {act.isError ? <FaultBand error={act.error} kept={texts.notChanged} /> : null}
        {ours.length === 0 ? <Empty title={t(texts.noContacts)} /> : children}
      </div>
    </Dialog>
  )
}

/** A person on a line in hours of the week. */
export function ShiftDialog({ ours, onClose }: RotaDialogProps) {
  const t = useText()
  const [who, setWho] = useState({ line: 'duty' as RotaLine, contact: '' })
  const [hours, setHours] = useState('always')
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [times, setTimes] = useState({ from: '', until: '' })
  const add = useAct('/api/v1/rota/shifts', onClose)
  return (
    <RotaDialog
      title={t(texts.addShift)}
      act={add}
      isReady={who.contact !== ''}
      ours={ours}
      onClose={onClose}
      onSend={() =>
        add.mutate({
          ...who,
          hours: hours.trim(),
          zone: zone.trim(),
          ...(times.from !== '' && { starts: instant(times.from) }),
          ...(times.until !== '' && { ends: instant(times.until) }),
        })
      }
    >
      <LineAndContact
        {...who}
        label={t(texts.person)}
        ours={ours}
        onChange={(change) => setWho({ ...who, ...change })}
      />
      <div className="two">
        <Field label={t(texts.hours)} help={t(texts.hoursHelp)}>
          {(ids) => (
            <Input {...ids} value={hours} onChange={(event) => setHours(event.target.value)} />
          )}
        </Field>
        <Field label={t(texts.zone)} help={t(texts.zoneHelp)}>
          {(ids) => (
            <Input {...ids} value={zone} onChange={(event) => setZone(event.target.value)} />
          )}
        </Field>
        {(['from', 'until'] as const).map((name) => (
          <Field key={name} label={t(texts[name])} help={t(texts.optional)}>
            {(ids) => (
              <DateInput
                {...ids}
                withTime
                value={times[name]}
                onChange={(value) => setTimes({ ...times, [name]: value })}
              />
            )}
          </Field>
        ))}
      </div>
    </RotaDialog>
  )
}

const SHIFT_MS = 12 * 3_600_000

/** Offers a line to somebody else, with what they should know. */
export function HandOverDialog({ ours, onClose }: RotaDialogProps) {
  const t = useText()
  const [who, setWho] = useState({ line: 'duty' as RotaLine, contact: '' })
  const [until, setUntil] = useState(() =>
    new Date(nodeNow() + SHIFT_MS).toISOString().slice(0, 16),
  )
  const [note, setNote] = useState('')
  const offer = useAct('/api/v1/rota/handovers', onClose)
  const { line, contact } = who
  return (
    <RotaDialog
      title={t(texts.handOver)}
      act={offer}
      isReady={contact !== '' && until !== ''}
      ours={ours}
      onClose={onClose}
      onSend={() => offer.mutate({ line, taker: contact, until: instant(until), note })}
    >
      <LineAndContact
        {...who}
        label={t(texts.taker)}
        ours={ours}
        onChange={(change) => setWho({ ...who, ...change })}
      />
      <Field label={t(texts.until)} help={t(texts.offerHelp)}>
        {(ids) => (
          <DateInput {...ids} withTime value={until} onChange={(value) => setUntil(value)} />
        )}
      </Field>
      <Field label={t(texts.note)}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={4}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </RotaDialog>
  )
}
