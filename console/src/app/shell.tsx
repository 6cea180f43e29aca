import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { follow } from '../api/live.ts'
import { useGet } from '../api/query.ts'
import { localTime, utc } from '../i18n/format.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { SCREENS } from '../screens/screens.ts'
import { forgetSession, type Session } from '../session/session.ts'
import { Icon, Mark } from '../shared/icon.tsx'
import { useNow } from '../shared/now.ts'
import { Bands } from './bands.tsx'
import { useKeys } from './keys.ts'
import { KeysHelp } from './keys-help.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { foreseeLinks } from './loaded-screens.ts'
import { MoreSheet } from './more-sheet.tsx'
import { Palette } from './palette.tsx'
import { mayOpen, type Screen } from './screen.ts'
import { texts } from './texts.ts'
import { useDuty } from './use-duty.ts'

type Over = 'palette' | 'keys' | 'more'

/** Navigation, find, clock and language around the screen that is open. */
export function Shell({ session }: { session: Session }) {
  const t = useText()
  const { lang, choose } = useLanguage()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [over, setOver] = useState<Over | undefined>()
  const close = useCallback(() => setOver(undefined), [])
  const sessionId = session.session?.id ?? ''
  const isCovered = session.isEnded === true || session.needs.length > 0
  useEffect(() => {
    return isCovered ? undefined : follow(client, sessionId)
  }, [client, sessionId, isCovered])
  useEffect(foreseeLinks, [])
  const duty = useDuty()
  useKeys({
    go: useCallback(
      (key: string) => {
        const screen = SCREENS.find(({ jump }) => jump === key)
        if (screen && mayOpen(screen, session.roles)) void navigate({ to: screen.path })
      },
      [navigate, session.roles],
    ),
    find: useCallback(() => setOver('palette'), []),
    help: useCallback(() => setOver('keys'), []),
    otherLanguage: useCallback(() => choose(lang === 'zh' ? 'en' : 'zh'), [choose, lang]),
  })
  const screens = SCREENS.filter((screen) => screen.nav && mayOpen(screen, session.roles))
  return (
    <div className="app">
      <a className="skip" href="#main">
        {t(texts.skip)}
      </a>
      <aside className="side">
        <Brand session={session} />
        <nav className="nav" aria-label={t(texts.navigation)}>
          <NavLinks duty={duty} screens={screens.filter(({ nav }) => nav === 'main')} />
          <div className="rule" />
          <NavLinks screens={screens.filter(({ nav }) => nav === 'more')} />
        </nav>
        <NodeFoot />
      </aside>
      <div>
        <header className="top">
          <button type="button" className="find" onClick={() => setOver('palette')}>
            <Icon name="intel" />
            <span>{t(texts.find)}</span>
            <span className="kbd">Ctrl K</span>
          </button>
          <TopClock />
          <LanguageSwitch />
          <button type="button" className="av" onClick={() => setOver('more')}>
            <span aria-hidden="true">{initials(session.user?.name ?? '')}</span>
            <span className="sr">
              {session.user?.name ?? ''}: {t(texts.you)}
            </span>
          </button>
        </header>
        <main className="main" id="main" tabIndex={-1}>
          <Bands />
          <Outlet />
        </main>
      </div>
      <BottomBar screens={screens} onMore={() => setOver('more')} />
      {over === 'palette' ? <Palette session={session} onClose={close} /> : null}
      {over === 'keys' ? <KeysHelp session={session} onClose={close} /> : null}
      {over === 'more' ? (
        <MoreSheet
          session={session}
          screens={screens}
          onClose={close}
          onSignedOut={() => forgetSession(client)}
        />
      ) : null}
    </div>
  )
}

function Brand({ session }: { session: Session }) {
  const t = useText()
  return (
    <div className="brand">
      <Mark />
      <div>
        <b>{t(session.node.names)}</b>
        <small>{session.node.host}</small>
      </div>
    </div>
  )
}

function NavLinks({
  screens,
  duty,
}: {
  screens: readonly Screen[]
  duty?: ReturnType<typeof useDuty>
}) {
  const t = useText()
  const { pathname } = useLocation()
  const current = currentOf(pathname)
  return screens.map(({ path, title, icon }) => (
    // Of entries that an address is within only the nearest is marked.
    <Link
      key={path}
      to={path}
      activeOptions={{ exact: true }}
      aria-current={path === current ? 'page' : undefined}
    >
      <Icon name={icon ?? 'more'} />
      {t(title)}
      {path === '/desk' && duty !== undefined && duty.ours > 0 ? (
        <span className={`n ${duty.isUrgent ? 'hot' : ''}`}>{duty.ours}</span>
      ) : null}
    </Link>
  ))
}

/** The entry of the navigation that an address is in: of several the nearest. */
function currentOf(pathname: string): string | undefined {
  return SCREENS.filter(({ nav }) => nav !== undefined)
    .map(({ path }) => path)
    .filter((path) => pathname === path || pathname.startsWith(`${path}/`))
    .toSorted((a, b) => a.length - b.length)
    .at(-1)
}

function BottomBar({ screens, onMore }: { screens: readonly Screen[]; onMore: () => void }) {
  const t = useText()
  return (
    <nav className="bnav" aria-label={t(texts.navigation)}>
      <NavLinks screens={[...screens].sort(mainFirst).slice(0, 4)} />
      <button type="button" onClick={onMore}>
        <Icon name="more" />
        {t(texts.more)}
      </button>
    </nav>
  )
}

function TopClock() {
  const now = useNow()
  const { lang } = useLanguage()
  return (
    <span className="utc">
      <b>{utc(now, true).slice(11, 19)}</b> UTC{' '}
      <span className="loc t2">· {localTime(now, lang)}</span>
    </span>
  )
}

/** What the node itself has to say, at the foot of every screen. */
function NodeFoot() {
  const t = useText()
  const status = useGet('/api/v1/status')
  const peers = useGet('/api/v1/peers')
  const all = peers.data?.peers ?? []
  const held = all.filter(({ state, frozen }) => state !== 'confirmed' || frozen !== null).length
  const cosigners = status.data?.log.cosigners.length ?? 0
  return (
    <div className="foot">
      {peers.data === undefined ? null : (
        <div>
          <span className={`dot ${held > 0 ? 'w' : all.length === 0 ? 'o' : ''}`} />
          {t(texts.peersAnswer(all.length - held, held))}
        </div>
      )}
      {status.data === undefined ? null : <div>{t(texts.witnessed(cosigners))}</div>}
    </div>
  )
}

function initials(name: string): string {
  if (/\p{Script=Han}/u.test(name)) return name.slice(0, 1)
  const words = name.split(/\s+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('')
}

/** What people do all day comes before what they look up. */
function mainFirst(a: Screen, b: Screen): number {
  return Number(b.nav === 'main') - Number(a.nav === 'main')
}
