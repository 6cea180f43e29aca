import { Button } from 'antd'
import { useState } from 'react'
import type { Feed, FeedPreview } from '../../api/node-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Indicator } from '../../shared/foreign.tsx'
import { Head } from '../../shared/head.tsx'
import { TlpChip } from '../../shared/marks.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { AddFeed } from './add-feed.tsx'
import { texts } from './texts.ts'

/** Feeds with how each does. */
export function FeedsScreen() {
  const t = useText()
  const [isAdding, setAdding] = useState(false)
  const [preview, setPreview] = useState<FeedPreview | undefined>()
  const feeds = useGet('/api/v1/feeds')
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <RoleButton route="POST /api/v1/feeds" onClick={() => setAdding(true)}>
          {t(texts.add)}
        </RoleButton>
      </Head>
      <section className="card">
        <Loaded of={feeds}>
          {(data) =>
            data.feeds.length === 0 ? (
              <Empty title={t(texts.none)}>{t(texts.noneHelp)}</Empty>
            ) : (
              data.feeds.map((feed) => (
                <FeedRow key={feed.name} feed={feed} onPreview={setPreview} />
              ))
            )
          }
        </Loaded>
      </section>
      {isAdding ? <AddFeed onClose={() => setAdding(false)} /> : null}
      {preview === undefined ? null : (
        <Dialog
          title={t(texts.preview)}
          onClose={() => setPreview(undefined)}
          footer={<Button onClick={() => setPreview(undefined)}>{t(texts.close)}</Button>}
        >
          <div className="pad form">
            <p className="b">{t(texts.previewed(preview.read))}</p>
            {preview.faultCount > 0 ? (
              <p className="warn">{t(texts.faults(preview.faultCount))}</p>
            ) : null}
            <h3>{t(texts.samples)}</h3>
          </div>
          {preview.sample.map(({ id, name, type }) => (
            <div key={id} className="li sm">
              <span className="g">
                <Indicator value={(name || id).slice(0, 200)} />
              </span>
              <span className="t3">{type}</span>
            </div>
          ))}
        </Dialog>
      )}
    </>
  )
}

function kindWord(kind: string): Both {
  return Object.hasOwn(texts.kinds, kind)
    ? texts.kinds[kind as keyof typeof texts.kinds]
    : [kind, kind]
}

function FeedRow({ feed, onPreview }: { feed: Feed; onPreview: (made: FeedPreview) => void }) {
  const t = useText()
  const may = useMay()
  const look = useAct('/api/v1/feeds/preview', onPreview)
  const enable = useAct('/api/v1/feeds/enable')
  const disable = useAct('/api/v1/feeds/disable')
  const run = useAct('/api/v1/feeds/run')
  const remove = useAct('/api/v1/feeds/remove')
  const error = look.error ?? enable.error ?? disable.error ?? run.error ?? remove.error
  const { name } = feed
  const tone = feed.failures > 0 ? 'x' : feed.enabled ? '' : 'o'
  const state = feed.running ? texts.running : feed.enabled ? texts.on : texts.off
  return (
    <div className="li wrap">
      <span className="g">
        <span className="b">{name}</span> <span className="sm t2">{t(kindWord(feed.kind))}</span>{' '}
        <TlpChip tlp={feed.tlp} />
        <span className="sm block">
          <Indicator value={feed.url} />
        </span>
        <span className="sm t2 block">
          <span className={`dot ${tone}`} />
          {t(feed.code === null ? state : texts.failing(feed.code))} ·{' '}
          {t(texts.taken(feed.objectsRead, feed.objectsAdded))}
          {feed.faults > 0 ? ` · ${t(texts.faults(feed.faults))}` : ''} ·{' '}
          {feed.succeeded === null ? t(texts.never) : t(texts.last(utc(feed.succeeded)))}
        </span>
        {error === null ? null : <FaultBand error={error} kept={texts.notChanged} />}
      </span>
      <span className="actions">
        <RoleButton
          brief
          route="POST /api/v1/feeds/preview"
          size="small"
          loading={look.isPending}
          onClick={() => look.mutate({ name })}
        >
          {t(texts.preview)}
        </RoleButton>
        {may('POST /api/v1/feeds/preview') && feed.enabled ? (
          <Button size="small" loading={run.isPending} onClick={() => run.mutate({ name })}>
            {t(texts.run)}
          </Button>
        ) : null}
        {may('POST /api/v1/feeds') ? (
          <>
            <Button
              size="small"
              loading={enable.isPending || disable.isPending}
              onClick={() => (feed.enabled ? disable : enable).mutate({ name })}
            >
              {t(feed.enabled ? texts.disable : texts.enable)}
            </Button>
            <Button size="small" danger onClick={() => remove.mutate({ name })}>
              {t(texts.remove)}
            </Button>
          </>
        ) : null}
      </span>
    </div>
  )
}
