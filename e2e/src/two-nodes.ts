import type { PeerView } from '@concert/node'
import { GREEN_TERMS, waitFor } from '@concert/node/testing/pair'
import type { NodeChild } from './node-child.ts'

interface Compacts {
  readonly compacts: readonly {
    readonly status: string
    readonly proposals: readonly { readonly digest: string; readonly signedBy: string[] }[]
  }[]
}

/** Each confirms the other. @returns what each is called by the other: `b` at `a`, `a` at `b` */
export async function introduce(
  a: NodeChild,
  b: NodeChild,
): Promise<{ readonly b: string; readonly a: string }> {
  const peer = await a.ask<PeerView>('peers', { url: b.setup.config.url })
  const back = await b.ask<PeerView>('peers', { url: a.setup.config.url })
  await a.ask('peers/confirm', { node: peer.node, number: back.safetyNumber })
  await b.ask('peers/confirm', { node: back.node, number: peer.safetyNumber })
  return { b: peer.node, a: back.node }
}

/** A compact for indicators up to TLP:GREEN, proposed by the first, in force there at the end. */
export async function agree(a: NodeChild, b: NodeChild, peer: string): Promise<void> {
  await a.ask('compacts', {
    peers: [peer],
    title: { en: 'Phishing domains', zh: '钓鱼域名' },
    text: [],
    from: '2026-01-01T00:00:00.000Z',
    until: '2100-01-01T00:00:00.000Z',
    signBy: '2099-01-01T00:00:00.000Z',
    terms: { intelligence: GREEN_TERMS },
  })
  const proposal = async () => (await b.ask<Compacts>('compacts')).compacts[0]?.proposals[0]
  await waitFor(async () => (await proposal())?.signedBy.length === 1)
  await b.ask('compacts/sign', { digest: (await proposal())?.digest })
  for (const node of [a, b]) {
    await waitFor(
      async () => (await node.ask<Compacts>('compacts')).compacts[0]?.status === 'in-force',
    )
  }
}
