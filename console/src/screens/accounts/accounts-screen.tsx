import { Button } from 'antd'
import { useState } from 'react'
import type { Account, Credentials } from '../../api/account-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { type RoleName, roles as roleWords } from '../../session/roles-texts.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { FaultBand, Loaded } from '../../shared/states.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { texts } from './texts.ts'

/** Everybody who may sign in here. */
export function AccountsScreen() {
  const t = useText()
  const accounts = useGet('/api/v1/accounts')
  const [editing, setEditing] = useState<Account | 'new' | undefined>()
  const [handed, setHanded] = useState<Credentials | undefined>()
  return (
    <>
      <div className="head">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
        <div className="actions">
          <RoleButton route="POST /api/v1/accounts" onClick={() => setEditing('new')}>
            {t(texts.add)}
          </RoleButton>
        </div>
      </div>
      <section className="card">
        <Loaded of={accounts}>
          {(data) =>
            data.accounts.map((account) => (
              <Row
                key={account.id}
                account={account}
                onEdit={() => setEditing(account)}
                onReset={setHanded}
              />
            ))
          }
        </Loaded>
      </section>
      {editing === undefined ? null : (
        <AccountDialog
          account={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onMade={setHanded}
        />
      )}
      {handed === undefined ? null : (
        <Dialog
          title={handed.email}
          onClose={() => setHanded(undefined)}
          footer={<Button onClick={() => setHanded(undefined)}>{t(texts.close)}</Button>}
        >
          <div className="pad form">
            <p>{t(texts.handOver)}</p>
            <p>
              {t(texts.password)}: <span className="mono b">{handed.password}</span>
            </p>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Row({
  account,
  onEdit,
  onReset,
}: {
  account: Account
  onEdit: () => void
  onReset: (made: Credentials) => void
}) {
  const t = useText()
  const disable = useAct('/api/v1/accounts/disable')
  const enable = useAct('/api/v1/accounts/enable')
  const reset = useAct('/api/v1/accounts/reset', onReset)
  const error = disable.error ?? enable.error ?? reset.error
  const toggle = account.disabled ? enable : disable
  return (
    <div className="li wrap">
      <span className="g">
        <span className="b">
          <bdi>{account.name}</bdi>
        </span>{' '}
        <span className="sm t3">{account.email}</span>
        <span className="sm t2 block">
          {account.roles
            .map((role) => t(roleWords[role as RoleName]?.[0] ?? [role, role]))
            .join(' · ')}
        </span>
        <span className="sm t3 block">
          <span className={`dot ${account.disabled ? 'o' : ''}`} />
          {t(account.disabled ? texts.disabled : texts.active)} ·{' '}
          {account.factors
            .map((way) => t(texts.factorNames[way as keyof typeof texts.factorNames] ?? [way, way]))
            .join(' · ')}
        </span>
        {error === null ? null : <FaultBand error={error} kept={texts.notChanged} />}
      </span>
      <span className="actions">
        <RoleButton brief route="POST /api/v1/accounts" size="small" onClick={onEdit}>
          {t(texts.change)}
        </RoleButton>
        <RoleButton
          brief
          route="POST /api/v1/accounts"
          size="small"
          title={t(texts.resetHelp)}
          loading={reset.isPending}
          onClick={() => reset.mutate({ account: account.id })}
        >
          {t(texts.reset)}
        </RoleButton>
        <RoleButton
          brief
          route="POST /api/v1/accounts"
          size="small"
          danger={!account.disabled}
          loading={toggle.isPending}
          onClick={() => toggle.mutate({ account: account.id })}
        >
          {t(account.disabled ? texts.enable : texts.disable)}
        </RoleButton>
      </span>
    </div>
  )
}
