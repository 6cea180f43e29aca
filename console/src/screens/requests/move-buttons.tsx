import { Button, Dropdown } from 'antd'
import { useRef, useState } from 'react'
import { useAct } from '../../api/query.ts'
import type { RequestDetail } from '../../api/request-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { NeedsLine } from '../../shared/role-button.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { FIELDS, FIRST, type Move } from './moves.ts'
import { texts } from './texts.ts'

/** What this side may say now: the next word as a button, the others behind it. */
export function MoveButtons({ request }: { request: RequestDetail }) {
  const t = useText()
  const may = useMay()
  const [chosen, setChosen] = useState<Move | undefined>()
  const others = useRef<HTMLButtonElement>(null)
  const acknowledge = useAct('/api/v1/requests/move')
  const moves = request.moves
    .map((name) => name.replace('request.', ''))
    .filter((name): name is Move => Object.hasOwn(FIELDS, name))
  if (moves.length === 0) return null
  if (!may('POST /api/v1/requests/move')) return <NeedsLine route="POST /api/v1/requests/move" />
  const first = FIRST.find((move) => moves.includes(move))
  const rest = moves.filter((move) => move !== first)
  const choose = (move: Move) => {
    if (move !== 'acknowledge') setChosen(move)
    else acknowledge.mutate({ id: request.id, move: 'acknowledge', act: { human: true } })
  }
  return (
    <>
      {acknowledge.isError ? <FaultBand error={acknowledge.error} kept={texts.notSaid} /> : null}
      <div className="moves">
        {first === undefined ? null : (
          <Button
            type="primary"
            size="large"
            block
            data-acknowledge={first === 'acknowledge' ? '' : undefined}
            loading={acknowledge.isPending}
            onClick={() => choose(first)}
          >
            {t(texts.moves[first])}
          </Button>
        )}
        {first === 'acknowledge' ? <span className="sm t3">{t(texts.notAgreement)}</span> : null}
        {rest.length === 0 ? null : (
          <Dropdown
            autoFocus
            trigger={['click']}
            menu={{
              items: rest.map((move) => ({ key: move, label: t(texts.moves[move]) })),
              onClick: ({ key }) => {
                // The menu goes; the dialog gives the focus back to what had it.
                others.current?.focus()
                choose(key as Move)
              },
            }}
          >
            <Button ref={others} block>
              {t(texts.otherMoves)}
            </Button>
          </Dropdown>
        )}
      </div>
      {chosen === undefined ? null : (
        <MoveDialog request={request} move={chosen} onClose={() => setChosen(undefined)} />
      )}
    </>
  )
}
