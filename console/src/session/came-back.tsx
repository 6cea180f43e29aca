import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { Gap } from '../shared/gap.tsx'
import { texts } from './texts.ts'

/** Where the node sends a browser that comes back from a provider with nothing. */
const PATH = '/sign-in'

/** Why somebody is not signed in, by the code in the address. Anybody can write one there. */
const REASONS: Readonly<Record<string, Both>> = {
  signup_disabled: texts.oidcUnknown,
  account_not_linked: texts.oidcUnknown,
  access_denied: texts.oidcDenied,
  state_mismatch: texts.oidcStale,
  state_not_found: texts.oidcStale,
  state_invalid: texts.oidcStale,
  please_restart_the_process: texts.oidcStale,
}

/** Says why a provider's sign-in came to nothing, and leaves the address that says so. */
export function CameBack() {
  const t = useText()
  const navigate = useNavigate()
  const [reason] = useState(reasonHere)
  useEffect(() => {
    if (location.pathname === PATH) void navigate({ to: '/', replace: true })
  }, [navigate])
  return reason === undefined ? null : (
    <div className="band err" role="alert">
      <span className="dot x" />
      <span>
        <b>{t(texts.notSignedIn)}</b>
        <Gap />
        {t(reason)}
      </span>
    </div>
  )
}

function reasonHere(): Both | undefined {
  const codes = new URLSearchParams(location.search).getAll('error')
  if (location.pathname !== PATH || codes.length === 0) return undefined
  const known = codes.find((code) => Object.hasOwn(REASONS, code))
  return known === undefined ? texts.oidcFailed : REASONS[known]
}
