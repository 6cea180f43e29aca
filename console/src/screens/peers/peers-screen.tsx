import { Link, useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import type { PeerHealth } from '../../api/node-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { count, utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Head } from '../../shared/head.tsx'
import { useNow } from '../../shared/now.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { PeerState } from './peer-state.tsx'
import { texts } from './texts.ts'

/** Every peer with its link. */
export function PeersScreen() {
  const t = useText()
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <RoleButton route="POST /api/v1/peers" onClick={() => setAdding(true)}>
          {t(texts.add)}
        </RoleButton>
      </Head>
      <section className="card">{may('GET /api/v1/delivery') ? <Links /> : <Names />}</section>
      {isAdding ? <AddPeer onClose={() => setAdding(false)} /> : null}
    </>
  )
}

/** Every peer with how delivery to it does. */
function Links() {
  const health = useGet('/api/v1/delivery')
  return <Loaded of={health}>{({ peers }) => <PeerTable peers={peers} />}</Loaded>
}

/** Who they are, for those whose role does not read deliveries. */
function Names() {
  const t = useText()
  const peers = useGet('/api/v1/peers')
  return (
    <Loaded of={peers}>
      {(data) =>
        data.peers.length === 0 ? (
          <Empty title={t(texts.none)}>{t(texts.noneHelp)}</Empty>
        ) : (
          <table className="grid">
            <thead>
              <tr>
                <th>{t(texts.name)}</th>
                <th>{t(texts.state)}</th>
              </tr>
            </thead>
            <tbody>
              {data.peers.map(({ node, names, state, frozen }) => (
                <tr key={node}>
                  <td>
                    <Link className="b" data-row to="/peers/$node" params={{ node }}>
                      <bdi>{t(names)}</bdi>
                    </Link>
                  </td>
                  <td>
                    <PeerState state={frozen === null ? state : 'frozen'} failures={0} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Loaded>
  )
}

function PeerTable({ peers }: { peers: readonly PeerHealth[] }) {
  const t = useText()
  if (peers.length === 0) return <Empty title={t(texts.none)}>{t(texts.noneHelp)}</Empty>
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t(texts.name)}</th>
          <th>{t(texts.state)}</th>
          <th>{t(texts.road)}</th>
          <th className="num">{t(texts.waits)}</th>
          <th className="num">{t(texts.lastReceipt)}</th>
        </tr>
      </thead>
      <tbody>
        {peers.map((peer) => (
          <PeerRow key={peer.node} peer={peer} />
        ))}
      </tbody>
    </table>
  )
}

function PeerRow({ peer }: { peer: PeerHealth }) {
  const t = useText()
  const now = useNow()
  return (
    <tr>
      <td>
        <Link className="b" data-row to="/peers/$node" params={{ node: peer.node }}>
          <bdi>{t(peer.names)}</bdi>
        </Link>
      </td>
      <td>
        <PeerState state={peer.state} failures={peer.failures} />
      </td>
      <td className="t2">{t(texts.roads[peer.road])}</td>
      <td className="num" data-label={t(texts.waits)}>
        {count(peer.queued)}
      </td>
      <td className="num t2" data-label={t(texts.lastReceipt)}>
        {peer.lastReceipt === null ? t(texts.none2) : utcShort(peer.lastReceipt, now)}
      </td>
    </tr>
  )
}

function AddPeer({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [url, setUrl] = useState('')
  const [isTried, setTried] = useState(false)
  const add = useAct('/api/v1/peers', ({ node }) => {
    onClose()
    void navigate({ to: '/peers/$node', params: { node } })
  })
  const isUrl = /^https?:\/\/\S+$/.test(url.trim())
  return (
    <ActDialog
      title={t(texts.add)}
      label={t(texts.add)}
      act={add}
      kept={texts.notAdded}
      onAct={() => {
        setTried(true)
        if (isUrl) add.mutate({ url: url.trim() })
      }}
      onClose={onClose}
    >
      <Field
        label={t(texts.addUrl)}
        help={t(texts.addHelp)}
        wrong={isTried && !isUrl ? t(texts.badUrl) : undefined}
      >
        {(ids) => <Input {...ids} value={url} onChange={(event) => setUrl(event.target.value)} />}
      </Field>
    </ActDialog>
  )
}
