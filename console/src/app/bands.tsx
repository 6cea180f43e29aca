import { useSyncExternalStore } from 'react'
import { onReplaced, replaced } from '../api/build.ts'
import { connection, onConnection } from '../api/connection.ts'
import { fromThen, utcShort } from '../i18n/format.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { Gap } from '../shared/gap.tsx'
import { useNow } from '../shared/now.ts'
import { Reload } from './reload.tsx'
import { texts } from './texts.ts'

/** What stands between this page and its node, if anything. */
export function Bands() {
  return (
    <>
      <LostBand />
      <BusyBand />
      <ReplacedBand />
    </>
  )
}

/** Says since when the node is silent, and how old what is shown has become. */
function LostBand() {
  const t = useText()
  const now = useNow()
  const { lostSince, heard } = useSyncExternalStore(onConnection, connection)
  if (lostSince === null) return null
  const [since, asOf] = [utcShort(lostSince, now, true), utcShort(heard, now, true)]
  return (
    <div className="band off" role="status">
      <span className="dot w" />
      <span>{t(texts.lost(since, asOf))}</span>
    </div>
  )
}

/** Says that the node was asked too much, and when this page asks it again by itself. */
function BusyBand() {
  const t = useText()
  const { lang } = useLanguage()
  const now = useNow()
  const { busyUntil } = useSyncExternalStore(onConnection, connection)
  if (busyUntil === null || busyUntil <= now) return null
  return (
    <div className="band off" role="status">
      <span className="dot w" />
      <span>{t(texts.busy(fromThen(busyUntil, now, lang)))}</span>
    </div>
  )
}

/** Says that parts of this page cannot be loaded any more, and leaves it to the reader when to go. */
function ReplacedBand() {
  const t = useText()
  if (!useSyncExternalStore(onReplaced, replaced)) return null
  return (
    <div className="band off" role="status">
      <span className="dot w" />
      <span>
        <b>{t(texts.replaced)}</b>
        <Gap />
        {t(texts.replacedHelp)}
      </span>
      <Reload />
    </div>
  )
}
