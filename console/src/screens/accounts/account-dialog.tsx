import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import type { Account, Credentials } from '../../api/account-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ROLE_NAMES, type RoleName, roles as roleWords } from '../../session/roles-texts.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** A new account, or other roles for one that there is. */
export function AccountDialog({
  account,
  onClose,
  onMade,
}: {
  account: Account | undefined
  onClose: () => void
  onMade: (made: Credentials) => void
}) {
  const t = useText()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>(account?.roles ?? [])
  const [isTried, setTried] = useState(false)
  const add = useAct('/api/v1/accounts', (made) => {
    onClose()
    onMade(made)
  })
  const change = useAct('/api/v1/accounts/roles', onClose)
  const error = add.error ?? change.error
  const roles = ROLE_NAMES.filter((role) => chosen.includes(role)) as RoleName[]
  const isWhole = roles.length > 0 && (account !== undefined || (name !== '' && email !== ''))
  const send = () => {
    setTried(true)
    if (!isWhole) return
    if (account === undefined) add.mutate({ name: name.trim(), email: email.trim(), roles })
    else change.mutate({ account: account.id, roles })
  }
  const missing = (value: string) => (isTried && value.trim() === '' ? t(texts.needed) : undefined)
  return (
    <Dialog
      title={account === undefined ? t(texts.add) : account.name}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button type="primary" loading={add.isPending || change.isPending} onClick={send}>
            {t(texts.save)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {error === null ? null : <FaultBand error={error} kept={texts.notChanged} />}
        {account === undefined ? (
          <>
            <Field label={t(texts.name)} wrong={missing(name)}>
              {(ids) => (
                <Input {...ids} value={name} onChange={(event) => setName(event.target.value)} />
              )}
            </Field>
            <Field label={t(texts.email)} wrong={missing(email)}>
              {(ids) => (
                <Input
                  {...ids}
                  type="email"
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
          </>
        ) : null}
        <fieldset className="facet">
          <legend>{t(texts.roles)}</legend>
          {ROLE_NAMES.map((role) => (
            <Checkbox
              key={role}
              checked={chosen.includes(role)}
              onChange={(event) => {
                const rest = chosen.filter((each) => each !== role)
                setChosen(event.target.checked ? [...rest, role] : rest)
              }}
            >
              <span className="b">{t(roleWords[role][0])}</span>{' '}
              <span className="sm t3">{t(roleWords[role][1])}</span>
            </Checkbox>
          ))}
          {isTried && roles.length === 0 ? (
            <span className="sm danger" role="alert">
              {t(texts.oneRole)}
            </span>
          ) : null}
        </fieldset>
      </div>
    </Dialog>
  )
}
