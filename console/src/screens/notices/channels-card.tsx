import type { Channel } from '../../api/drill-answers.ts'
import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** How each way out of the node does. */
export function ChannelsCard() {
  const t = useText()
  const channels = useGet('/api/v1/notices/channels')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.channels)}</h2>
      </header>
      <Loaded of={channels}>
        {(data) =>
          data.channels.length === 0 ? (
            <Empty title={t(texts.noChannels)}>{t(texts.noChannelsHelp)}</Empty>
          ) : (
            data.channels.map((channel) => (
              <Row key={`${channel.channel} ${channel.name}`} channel={channel} />
            ))
          )
        }
      </Loaded>
    </section>
  )
}

function Row({
  channel: { channel, name, waiting, sent, givenUp, lastSent, code },
}: {
  channel: Channel
}) {
  const t = useText()
  const tone = code === null ? '' : waiting > 0 ? 'w' : 'x'
  return (
    <div className="li">
      <span className={`dot ${tone}`} />
      <span className="g">
        <span className="b">{t(texts.channel[channel])}</span> <bdi className="mono">{name}</bdi>
        <span className="sm t2 block">
          {t(texts.sentCount(sent))}
          {waiting > 0 ? ` · ${t(texts.waitingCount(waiting))}` : ''}
          {givenUp > 0 ? ` · ${t(texts.givenUpCount(givenUp))}` : ''}
        </span>
        {code === null ? null : <span className="danger sm block">{t(texts.fails(code))}</span>}
      </span>
      <span className="sm t3">
        {t(lastSent === null ? texts.never : texts.last(utc(lastSent)))}
      </span>
    </div>
  )
}
