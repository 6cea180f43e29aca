import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useAct } from '../../api/query.ts'
import type { RequestLine } from '../../api/request-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { NeedsLine } from '../../shared/role-button.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** The next word without leaving the list: acknowledging needs nothing else, the rest needs a form. */
export function QuickMove({ line }: { line: RequestLine }) {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const acknowledge = useAct('/api/v1/requests/move')
  if (!may('POST /api/v1/requests/move')) return <NeedsLine route="POST /api/v1/requests/move" />
  const isFirst = line.side === 'owner' && line.phase === 'sent'
  if (!isFirst) {
    return (
      <Button
        size="large"
        onClick={() => void navigate({ to: '/requests/$id', params: { id: line.id } })}
      >
        {t(texts.openIt)}
      </Button>
    )
  }
  return (
    <>
      {acknowledge.isError ? <FaultBand error={acknowledge.error} kept={texts.notSaid} /> : null}
      <Button
        type="primary"
        size="large"
        data-acknowledge
        loading={acknowledge.isPending}
        onClick={() =>
          acknowledge.mutate({ id: line.id, move: 'acknowledge', act: { human: true } })
        }
      >
        {t(texts.moves.acknowledge)}
      </Button>
      <span className="sm t3">{t(texts.notAgreement)}</span>
    </>
  )
}
