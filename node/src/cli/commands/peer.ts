import type { PeerView } from '../../federation/peers.ts'
import type { Language } from '../../i18n/language.ts'
import { translate } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { definitionList, textTable } from '../text-table.ts'

/** `concert peer add URL`: fetches a node's identity and shows the number to compare. */
export const peerAdd = defineCommand({
  options: {},
  positionals: {
    url: { summary: { en: 'base URL of the node', zh: '对方节点的基础网址' } },
  },
  examples: ['concert peer add https://cert.example'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { url } = context.args.positionals
    const answer = await admin.value.post<PeerView>('/api/v1/peers', { json: { url } })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (peer) => peerText(context, peer))
    return EXIT.ok
  },
})

/** `concert peer confirm NODE NUMBER`: after people have compared the safety number. */
export const peerConfirm = defineCommand({
  options: {},
  positionals: {
    node: { summary: { en: 'node id', zh: '节点编号' } },
    number: {
      summary: {
        en: 'the 60 digits that the other side read out, in quotes',
        zh: '对方读出的 60 位数字，加引号',
      },
    },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { node, number } = context.args.positionals
    const json = { node, number }
    const answer = await admin.value.post<PeerView>('/api/v1/peers/confirm', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (peer) => peerText(context, peer))
    return EXIT.ok
  },
})

/** `concert peer list`. */
export const peerList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ readonly peers: readonly PeerView[] }>('/api/v1/peers')
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ peers }) => {
      if (peers.length === 0) return `${translate(context.lang, 'peer.none')}\n`
      const columns = ['status.node', 'identity.host', 'peer.state'] as const
      return textTable(
        [
          { title: translate(context.lang, 'identity.names') },
          ...columns.map((key) => ({ title: translate(context.lang, key) })),
        ],
        peers.map((peer) => [
          peer.names[context.lang],
          peer.node,
          peer.host,
          stateText(context.lang, peer.state),
        ]),
      )
    })
    return EXIT.ok
  },
})

/** How far a peer has come, in words. */
export function stateText(lang: Language, state: PeerView['state']): string {
  return translate(lang, `peer.state-${state}`)
}

/** A peer with the safety number to compare. */
export function peerText({ lang }: Pick<CommandContext, 'lang'>, peer: PeerView): string {
  const text = definitionList([
    [translate(lang, 'identity.names'), `${peer.names.en} · ${peer.names.zh}`],
    [translate(lang, 'status.node'), peer.node],
    [translate(lang, 'peer.state'), stateText(lang, peer.state)],
    [translate(lang, 'peer.safety-number'), peer.safetyNumber],
  ])
  return peer.state === 'confirmed' ? text : `${text}\n${translate(lang, 'peer.compare')}\n`
}
