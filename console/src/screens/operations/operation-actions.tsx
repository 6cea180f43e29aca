import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Operation } from '../../api/operation-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { NeedsLine } from '../../shared/role-button.tsx'
import { save } from '../../shared/save.ts'
import { spokenId } from '../../shared/spoken-id.ts'
import { FaultBand } from '../../shared/states.tsx'
import { AbortDialog, CloseDialog, NoGoDialog } from './end-dialogs.tsx'
import { texts } from './texts.ts'

/** What this side may say now: go and no-go, launch, another plan, the end. */
export function OperationActions({ operation }: { operation: Operation }) {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const own = useSession().data?.node.id ?? ''
  const [asked, setAsked] = useState<'no-go' | 'abort' | 'close' | undefined>()
  const decide = useAct('/api/v1/operations/decide')
  const launch = useAct('/api/v1/operations/launch')
  const out = useMutation({
    mutationFn: async () => {
      const playbook = await post('/api/v1/operations/playbook', { id: operation.id })
      save(`${spokenId('O', operation.id)}.cacao.json`, JSON.stringify(playbook, null, 2))
    },
  })
  const { id, ours, state, words } = operation
  const { phase, round } = state
  const mine = state.decisions[own]?.decision
  const isAsked = phase === 'proposed' || phase === 'agreed'
  const isOver = phase === 'aborted' || phase === 'closed'
  const close = () => setAsked(undefined)
  const mayAct = may('POST /api/v1/operations/decide')
  return (
    <>
      {decide.isError ? <FaultBand error={decide.error} kept={texts.notSaid} /> : null}
      {launch.isError ? <FaultBand error={launch.error} kept={texts.notSaid} /> : null}
      {out.isError ? <FaultBand error={out.error} kept={texts.notExported} /> : null}
      <div className="moves">
        <NeedsLine route="POST /api/v1/operations/decide" />
        {mayAct && isAsked && mine !== 'go' ? (
          <Button
            type="primary"
            size="large"
            block
            loading={decide.isPending}
            onClick={() => decide.mutate({ id, round, decision: 'go', reason: 'plan' })}
          >
            {t(texts.sayGo)}
          </Button>
        ) : null}
        {mayAct && ours && phase === 'agreed' ? (
          <>
            <Button
              type="primary"
              size="large"
              block
              loading={launch.isPending}
              onClick={() => launch.mutate({ id })}
            >
              {t(texts.launch)}
            </Button>
            <span className="sm t3">{t(texts.launchHelp)}</span>
          </>
        ) : null}
        {mayAct && ours && phase === 'launched' ? (
          <Button block onClick={() => setAsked('close')}>
            {t(texts.closeThis)}
          </Button>
        ) : null}
        {mayAct && ours && isAsked ? (
          <Button
            block
            title={t(texts.amendHelp)}
            onClick={() => void navigate({ to: '/operations/new', search: { amend: id } as never })}
          >
            {t(texts.amend)}
          </Button>
        ) : null}
        {mayAct && isAsked && mine !== 'no-go' ? (
          <Button danger block onClick={() => setAsked('no-go')}>
            {t(texts.sayNoGo)}
          </Button>
        ) : null}
        {words === null ? null : (
          <Button block loading={out.isPending} onClick={() => out.mutate()}>
            {t(texts.exportIt)}
          </Button>
        )}
        {mayAct && !isOver ? (
          <Button danger block onClick={() => setAsked('abort')}>
            {t(texts.abortThis)}
          </Button>
        ) : null}
      </div>
      {asked === 'no-go' ? <NoGoDialog operation={operation} onClose={close} /> : null}
      {asked === 'abort' ? <AbortDialog operation={operation} onClose={close} /> : null}
      {asked === 'close' ? <CloseDialog operation={operation} onClose={close} /> : null}
    </>
  )
}
