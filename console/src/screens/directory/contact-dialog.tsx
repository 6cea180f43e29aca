import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Contact, ContactRole } from '../../api/directory-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { hoursTyped } from './hours.ts'
import { texts } from './texts.ts'

const ROLES = ['technical', 'policy', 'hotline'] as const

function fieldsOf(contact: Contact | undefined) {
  const card = contact?.card
  return {
    role: contact?.role ?? ('technical' as ContactRole),
    name: card?.name ?? '',
    hours: card ? hoursTyped(card.hours) : 'always',
    zone: card?.hours.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    languages: card?.languages.join(', ') ?? 'en, zh',
    email: card?.email ?? '',
    phone: card?.phone ?? '',
    pgp: card?.pgp ?? '',
  }
}

/** A contact of ours: added, or changed, and then every peer that holds it is told. */
export function ContactDialog({ contact, onClose }: { contact?: Contact; onClose: () => void }) {
  const t = useText()
  const [fields, setFields] = useState(() => fieldsOf(contact))
  const add = useAct('/api/v1/contacts', onClose)
  const update = useAct('/api/v1/contacts/update', onClose)
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change })
  const isReached = fields.email.trim() !== '' || fields.phone.trim() !== ''
  const isWhole = fields.name.trim() !== '' && isReached
  const send = () => {
    const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
    const { role, name, hours, zone, languages, email, phone, pgp } = fields
    const body = {
      role,
      name: name.trim(),
      hours: hours.trim(),
      zone: zone.trim(),
      languages: languages.split(/[,，\s]+/).filter(Boolean),
      email: orNull(email),
      phone: orNull(phone),
      pgp: pgp.trim() === '' ? null : pgp,
    }
    if (contact) update.mutate({ id: contact.id, ...body })
    else add.mutate(body)
  }
  const line = (
    name: 'name' | 'hours' | 'zone' | 'languages' | 'email' | 'phone',
    help?: readonly [string, string],
  ) => (
    <Field label={t(texts[name])} help={help && t(help)}>
      {(ids) => (
        <Input
          {...ids}
          value={fields[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <ActDialog
      title={t(contact ? texts.edit : texts.add)}
      label={t(texts.save)}
      act={{
        isPending: add.isPending || update.isPending,
        error: add.error ?? update.error,
      }}
      kept={texts.notChanged}
      disabled={!isWhole}
      onAct={send}
      onClose={onClose}
    >
      <div className="two">
        {line('name')}
        <Field label={t(texts.role)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={fields.role}
              onChange={(role) => set({ role })}
              options={ROLES.map((value) => ({ value, label: t(texts.roles[value]) }))}
            />
          )}
        </Field>
        {line('phone')}
        {line('email')}
        {line('hours', texts.hoursHelp)}
        {line('zone', texts.zoneHelp)}
        {line('languages', texts.languagesHelp)}
      </div>
      {isReached ? null : <p className="sm t2">{t(texts.oneOf)}</p>}
      <Field label={t(texts.pgp)}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            className="mono"
            value={fields.pgp}
            onChange={(event) => set({ pgp: event.target.value })}
          />
        )}
      </Field>
    </ActDialog>
  )
}
