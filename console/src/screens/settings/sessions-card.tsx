import { Button } from 'antd'
import { useAct, useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Where one is signed in, and the way to end it. */
export function SessionsCard() {
  const t = useText()
  const sessions = useGet('/api/v1/sessions')
  const revoke = useAct('/api/v1/sessions/revoke')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.sessions)}</h2>
      </header>
      <Loaded of={sessions} space={190}>
        {(data) =>
          data.sessions.map((session) => (
            <div key={session.id} className="li">
              <span className="g">
                <span className="b">
                  {t(
                    texts.methods[session.method as keyof typeof texts.methods] ?? [
                      session.method,
                      session.method,
                    ],
                  )}
                </span>
                {session.isCurrent ? <span className="ok sm"> {t(texts.here)}</span> : null}
                <span className="sm t3 block">
                  {utc(session.used)} · <span className="mono">{session.address}</span>
                </span>
                <span className="sm t3 block">
                  <bdi>{session.agent.slice(0, 120)}</bdi>
                </span>
              </span>
              {session.isCurrent ? null : (
                <Button
                  size="small"
                  onClick={() => revoke.mutate({ which: 'one', id: session.id })}
                >
                  {t(texts.end)}
                </Button>
              )}
            </div>
          ))
        }
      </Loaded>
      <footer>
        <Button loading={revoke.isPending} onClick={() => revoke.mutate({ which: 'others' })}>
          {t(texts.endOthers)}
        </Button>
      </footer>
    </section>
  )
}
