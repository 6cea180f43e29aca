import { Input } from 'antd'
import { useState } from 'react'
import { nodeNow } from '../../api/connection.ts'
import { useAct } from '../../api/query.ts'
import type { RequestDetail } from '../../api/request-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useTyped } from '../../session/typed.ts'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { TypedBand } from '../../shared/typed-band.tsx'
import { MoveChoice } from './move-choice.tsx'
import {
  emptyValues,
  FIELDS,
  HARD,
  type Move,
  type MoveField,
  type MoveValues,
  moveBody,
  moveMeant,
} from './moves.ts'
import { texts } from './texts.ts'

/** The form of one move; it says nothing until it is sent. */
export function MoveDialog({
  request,
  move,
  onClose,
}: {
  request: RequestDetail
  move: Move
  onClose: () => void
}) {
  const t = useText()
  const [first] = useState(() => emptyValues(nodeNow()))
  const typed = useTyped(`move-${request.id}-${move}`, first)
  const values = typed.value
  const done = () => {
    typed.done()
    onClose()
  }
  const say = useAct('/api/v1/requests/move', done, moveMeant)
  const fields: readonly MoveField[] = FIELDS[move]
  const change = (changed: Partial<MoveValues>) => typed.set({ ...values, ...changed })
  const isHard = HARD.has(move)
  return (
    <ActDialog
      title={t(texts.moves[move])}
      label={t(texts.moves[move])}
      act={say}
      kept={texts.notSaid}
      {...(isHard ? { danger: true } : { type: 'primary' as const })}
      onAct={() => {
        // Asked for again after the page was loaded anew it has to be the same, whatever was typed.
        if (fields.length > 0) typed.set(values)
        say.mutate(moveBody(request, move, values, nodeNow()))
      }}
      onClose={onClose}
    >
      <TypedBand of={typed} />
      {fields
        .filter((field) => field !== 'note' && field !== 'answers')
        .map((field) => (
          <MoveChoice
            key={field}
            field={field}
            values={values}
            request={request}
            onChange={change}
          />
        ))}
      {fields.includes('answers')
        ? (request.content?.questions ?? []).map(({ ask }, n) => (
            <Field
              key={ask.original.text}
              label={t(texts.answerTo(n + 1))}
              help={ask.original.text.slice(0, 300)}
            >
              {(ids) => (
                <Input.TextArea
                  {...ids}
                  rows={3}
                  value={values.answers[n + 1] ?? ''}
                  onChange={(event) =>
                    change({ answers: { ...values.answers, [n + 1]: event.target.value } })
                  }
                />
              )}
            </Field>
          ))
        : null}
      {fields.includes('note') ? (
        <Field label={t(texts.note)}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              value={values.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </ActDialog>
  )
}
