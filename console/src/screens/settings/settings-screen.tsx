import { Segmented, Switch } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useAct } from '../../api/query.ts'
import { keysAreOn, switchKeys } from '../../app/keys.ts'
import type { Lang } from '../../i18n/both.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { type RoleName, roles as roleWords } from '../../session/roles-texts.ts'
import { useSession } from '../../session/session.ts'
import { Skeleton } from '../../shared/states.tsx'
import { type Choice, useTheme } from '../../theme/theme.tsx'
import { ApiKeysCard } from './api-keys-card.tsx'
import { PasskeysCard } from './passkeys-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { SessionsCard } from './sessions-card.tsx'
import { texts } from './texts.ts'

const SecondFactor = lazy(async () => {
  return { default: (await import('../../session/second-factor.tsx')).SecondFactor }
})

/** What is one's own: how it looks, how one signs in, where one is signed in. */
export function SettingsScreen() {
  const t = useText()
  const session = useSession().data
  return (
    <>
      <div className="head">
        <h1>{t(texts.title)}</h1>
      </div>
      <div className="halves">
        <div className="stack">
          <LookCard />
          <section className="card">
            <header>
              <h2>{t(texts.you)}</h2>
            </header>
            <dl className="facts">
              <dt>
                <bdi>{session?.user?.name}</bdi>
              </dt>
              <dd>{session?.user?.email}</dd>
              <dt>{t(texts.roles)}</dt>
              <dd>
                {session?.roles
                  .map((role) => t(roleWords[role as RoleName]?.[0] ?? [role, role]))
                  .join(' · ')}
              </dd>
            </dl>
          </section>
          <PasswordCard />
          <PasskeysCard />
        </div>
        <div className="stack">
          <ApiKeysCard />
          <section className="card">
            <header>
              <h2>{t(texts.second)}</h2>
            </header>
            <div className="pad form">
              <Suspense fallback={<Skeleton space={180} />}>
                <SecondFactor onDone={() => location.reload()} />
              </Suspense>
            </div>
          </section>
          <SessionsCard />
        </div>
      </div>
    </>
  )
}

function LookCard() {
  const t = useText()
  const { lang, choose } = useLanguage()
  const theme = useTheme()
  const keep = useAct('/api/v1/session/language')
  const [keys, setKeys] = useState(keysAreOn)
  return (
    <section className="card">
      <header>
        <h2>{t(texts.look)}</h2>
      </header>
      <div className="pad form">
        <div className="line">
          <span className="t2">{t(texts.language)}</span>
          <Segmented<Lang>
            value={lang}
            onChange={(next) => {
              choose(next)
              keep.mutate({ language: next })
            }}
            options={[
              { value: 'en', label: 'English' },
              { value: 'zh', label: '中文' },
            ]}
          />
        </div>
        <div className="line">
          <span className="t2">{t(texts.theme)}</span>
          <Segmented<Choice>
            value={theme.choice}
            onChange={theme.choose}
            options={[
              { value: 'system', label: t(texts.system) },
              { value: 'light', label: t(texts.light) },
              { value: 'dark', label: t(texts.dark) },
            ]}
          />
        </div>
        <div className="line">
          <Switch
            aria-label={t(texts.keys)}
            checked={keys}
            onChange={(on) => {
              switchKeys(on)
              setKeys(on)
            }}
          />
          <span>{t(texts.keys)}</span>
          <span className="sm t3">{t(texts.keysHelp)}</span>
        </div>
      </div>
    </section>
  )
}
