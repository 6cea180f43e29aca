import { Button } from 'antd'
import { useText } from '../i18n/language.tsx'
import { texts } from './texts.ts'

/** At the end of a band: begins the page anew. */
export function Reload() {
  const t = useText()
  return (
    <span className="actions">
      <Button size="small" onClick={() => location.reload()}>
        {t(texts.reload)}
      </Button>
    </span>
  )
}
