import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useNow } from '../../shared/now.ts'
import { texts } from './texts.ts'

/** Before that much time somebody has to bring the root key, which is kept offline. */
const AHEAD_MS = 14 * 24 * 3_600_000

/** Says that peers can seal to this node for little longer, or no longer: then nothing comes in. */
export function SealBand({ until }: { until: string | null | undefined }) {
  const t = useText()
  const now = useNow()
  if (until === undefined) return null
  const end = until === null ? 0 : Date.parse(until)
  if (end - now > AHEAD_MS) return null
  const isOver = until === null || end <= now
  return (
    <div className={`band ${isOver ? 'err' : 'off'}`} role="alert">
      <span className={`dot ${isOver ? 'x' : 'w'}`} />
      <b>{t(isOver ? texts.sealOver : texts.sealSoon(utc(end)))}</b>{' '}
      <span>
        {t(texts.sealRotate)} <code>concert identity rotate --use seal</code>
      </span>
    </div>
  )
}
