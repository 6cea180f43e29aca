import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { plain } from '../../api/client.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface Passkey {
  readonly id: string
  readonly name?: string | null
  readonly createdAt?: string
}

const LIST = '/auth/passkey/list-user-passkeys'

/** Passkeys of one's own; the last factor cannot be taken away. */
export function PasskeysCard() {
  const t = useText()
  const client = useQueryClient()
  const list = useQuery({
    queryKey: [LIST],
    queryFn: async () => (await (await plain(LIST)).json()) as readonly Passkey[],
  })
  const remove = useMutation({
    mutationFn: async (id: string) => {
      await plain('/auth/passkey/delete-passkey', { method: 'POST', body: JSON.stringify({ id }) })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [LIST] }),
  })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.passkeys)}</h2>
      </header>
      {remove.isError ? <FaultBand error={remove.error} kept={texts.notRemoved} /> : null}
      <Loaded of={list} space={88}>
        {(passkeys) =>
          passkeys.length === 0 ? (
            <Empty title={t(texts.noPasskey)}>{t(texts.noPasskeyHelp)}</Empty>
          ) : (
            passkeys.map(({ id, name, createdAt }) => (
              <div key={id} className="li">
                <span className="g">
                  <bdi>{name || t(texts.unnamed)}</bdi>
                  {createdAt ? <span className="sm t3 block">{utc(createdAt)}</span> : null}
                </span>
                <Button size="small" danger onClick={() => remove.mutate(id)}>
                  {t(texts.remove)}
                </Button>
              </div>
            ))
          )
        }
      </Loaded>
    </section>
  )
}
