import { Select } from 'antd'
import { useGet } from '../../api/query.ts'
import type { RequestDetail } from '../../api/request-answers.ts'
import type { Both, Named } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { DateInput } from '../../shared/date-input.tsx'
import { Field } from '../../shared/field.tsx'
import type { MoveField, MoveValues } from './moves.ts'
import { texts } from './texts.ts'

type Change = (changed: Partial<MoveValues>) => void

const DONE_STATUSES = ['down', 'already-down', 'notified', 'working', 'not-ours', 'cannot'] as const

/** Long lists are found in by typing what one reads. */
const SEARCH = { optionFilterProp: 'label' } as const

/** One choice of a move's form. */
export function MoveChoice({
  field,
  values,
  request,
  onChange,
}: {
  field: MoveField
  values: MoveValues
  request: RequestDetail
  onChange: Change
}) {
  const t = useText()
  const words = useGet('/api/v1/requests/words').data
  const pick = (
    label: Both,
    value: string | undefined,
    table: Readonly<Record<string, Both | Named>>,
    change: (value: string) => void,
    allowClear = false,
  ) => (
    <Field label={t(label)}>
      {(ids) => (
        <Select
          id={ids.id}
          value={value ?? null}
          onChange={change}
          allowClear={allowClear}
          showSearch={SEARCH}
          placeholder={allowClear ? t(texts.unchanged) : undefined}
          options={Object.entries(table).map(([code, name]) => ({ value: code, label: t(name) }))}
        />
      )}
    </Field>
  )
  switch (field) {
    case 'scope':
      return pick(texts.scope, values.scope, texts.scopes, (scope) =>
        onChange({ scope: scope as MoveValues['scope'] }),
      )
    case 'result':
      return pick(texts.result, values.result, texts.results, (result) =>
        onChange({ result: result as MoveValues['result'] }),
      )
    case 'transfer':
      return pick(texts.transferTo, values.transfer, texts.transfers, (transfer) =>
        onChange({ transfer }),
      )
    case 'rung':
      return pick(texts.escalateTo, values.rung, texts.rungs, (rung) => onChange({ rung }))
    case 'usefulness':
      return pick(texts.useful, String(values.usefulness), texts.usefulness, (usefulness) =>
        onChange({ usefulness: Number(usefulness) }),
      )
    case 'reason':
      return pick(texts.reason, values.reason, words?.reasons ?? {}, (reason) =>
        onChange({ reason }),
      )
    case 'code':
      return (
        <>
          {pick(texts.refusal, values.code, words?.refusals ?? {}, (code) => onChange({ code }))}
          {values.code === 'insufficient-evidence'
            ? pick(texts.missing, values.item ?? undefined, words?.evidence ?? {}, (item) =>
                onChange({ item }),
              )
            : null}
        </>
      )
    case 'targets': {
      if (request.targets.total === 0) return null
      const table = Object.fromEntries(
        DONE_STATUSES.map((code) => [code, words?.targets[code] ?? ([code, code] as const)]),
      )
      return pick(
        texts.setTargets,
        values.targets,
        table,
        (targets) => onChange({ targets: targets ?? undefined }),
        true,
      )
    }
    case 'items':
      return (
        <Field label={t(texts.items)}>
          {(ids) => (
            <Select
              id={ids.id}
              mode="multiple"
              showSearch={SEARCH}
              value={[...values.items]}
              onChange={(items) => onChange({ items })}
              options={Object.entries(words?.evidence ?? {}).map(([code, name]) => ({
                value: code,
                label: t(name),
              }))}
            />
          )}
        </Field>
      )
    case 'until':
      return (
        <Field label={t(texts.until)}>
          {(ids) => (
            <DateInput
              {...ids}
              withTime
              value={values.until}
              onChange={(value) => onChange({ until: value })}
            />
          )}
        </Field>
      )
    default:
      return null
  }
}
