import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { plain } from '../../api/client.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface ApiKey {
  readonly id: string
  readonly name: string | null
  /** The key's first characters. */
  readonly start: string | null
  readonly expiresAt: string | null
  readonly lastRequest: string | null
}

const LIST = '/auth/api-key/list'
const DAY_S = 86_400
const TERMS = [30, 90, 365] as const

/** Keys with which one's own programs ask the node. */
export function ApiKeysCard() {
  const t = useText()
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: [LIST] })
  const list = useQuery({
    queryKey: [LIST],
    queryFn: async () =>
      ((await (await plain(LIST)).json()) as { readonly apiKeys: readonly ApiKey[] }).apiKeys,
  })
  const remove = useMutation({
    mutationFn: async (keyId: string) => {
      await plain('/auth/api-key/delete', { method: 'POST', body: JSON.stringify({ keyId }) })
    },
    onSuccess: again,
  })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.apiKeys)}</h2>
      </header>
      {remove.isError ? <FaultBand error={remove.error} kept={texts.notRemoved} /> : null}
      <Loaded of={list} space={76}>
        {(keys) =>
          keys.length === 0 ? (
            <Empty title={t(texts.noKey)} />
          ) : (
            keys.map(({ id, name, start, expiresAt, lastRequest }) => (
              <div key={id} className="li">
                <span className="g">
                  <bdi className="b">{name}</bdi> <span className="mono sm t2">{start}…</span>
                  <span className="sm t3 block">
                    {expiresAt === null ? '' : `${t(texts.validUntil(utc(expiresAt)))} · `}
                    {t(lastRequest === null ? texts.neverUsed : texts.lastUsed(utc(lastRequest)))}
                  </span>
                </span>
                <Button size="small" danger onClick={() => remove.mutate(id)}>
                  {t(texts.remove)}
                </Button>
              </div>
            ))
          )
        }
      </Loaded>
      <MakeKey onMade={again} />
    </section>
  )
}

function MakeKey({ onMade }: { onMade: () => void }) {
  const t = useText()
  const [name, setName] = useState('')
  const [days, setDays] = useState<(typeof TERMS)[number]>(90)
  const make = useMutation({
    mutationFn: async () => {
      const body = JSON.stringify({ name: name.trim(), expiresIn: days * DAY_S })
      const answer = await plain('/auth/api-key/create', { method: 'POST', body })
      return ((await answer.json()) as { readonly key: string }).key
    },
    onSuccess: () => {
      setName('')
      onMade()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') make.mutate()
  }
  return (
    <form className="pad form" onSubmit={submit} noValidate>
      <p className="sm t2">{t(texts.apiKeysHelp)}</p>
      {make.isError ? <FaultBand error={make.error} kept={texts.notMade} /> : null}
      {make.data === undefined ? null : (
        <p role="status">
          <span className="b block">{t(texts.keyMade)}</span>
          <code className="mono">{make.data}</code>
        </p>
      )}
      <div className="fields">
        <Field label={t(texts.keyName)}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={32}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t(texts.validFor)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={days}
              onChange={setDays}
              options={TERMS.map((value) => ({ value, label: t(texts.days(value)) }))}
            />
          )}
        </Field>
      </div>
      <div className="actions">
        <Button htmlType="submit" disabled={name.trim() === ''} loading={make.isPending}>
          {t(texts.makeKey)}
        </Button>
      </div>
    </form>
  )
}
