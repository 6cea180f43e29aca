import { useText } from '../../i18n/language.tsx'
import { texts } from './texts.ts'

/** How a pair stands: by a mark and in words. */
export function PeerState({ state, failures }: { state: string; failures: number }) {
  const t = useText()
  const tone = state === 'confirmed' ? (failures > 0 ? 'x' : '') : 'w'
  const word =
    state === 'confirmed'
      ? failures > 0
        ? texts.failures(failures)
        : texts.confirmed
      : state === 'frozen'
        ? texts.frozen
        : texts.added
  return (
    <span className="nw">
      <span className={`dot ${tone}`} />
      {t(word)}
    </span>
  )
}
