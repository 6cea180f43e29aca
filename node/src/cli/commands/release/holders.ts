import type { PeerView } from '../../../federation/peers.ts'
import { translate } from '../../../i18n/translate.ts'
import type { Holder } from '../../../release/holders.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { titles } from './text.ts'

/** `concert release holders ID`: who holds an object of ours, and whether it was recalled there. */
export const releaseHolders = defineCommand({
  options: {},
  positionals: {
    id: { summary: { en: 'STIX id of an object of ours', zh: '本方对象的 STIX 编号' } },
  },
  details: {
    en: 'Whoever has it from here, by its own receipts, and whoever has it from a peer that passed it on, by that peer’s signed word, where both compacts let it be told (holders_told). Nobody can list who was given a copy in another way.',
    zh: '包括从本节点获得者（以其回执为准），以及从转发该对象的对等节点获得者（以该节点签名的告知为准，且相关合作约定均须允许告知，即 holders_told）。以其他方式获得副本者无从列出。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const id = encodeURIComponent(context.args.positionals.id)
    const path = `/api/v1/release/holders?id=${id}`
    const answer = await admin.value.get<{ holders: readonly Holder[] }>(path)
    if (!answer.ok) return reportRefusal(context, answer)
    const peers = await admin.value.get<{ peers: readonly PeerView[] }>('/api/v1/peers')
    if (!peers.ok) return reportRefusal(context, peers)
    const { lang } = context
    const names = new Map(peers.value.peers.map(({ node, names: of }) => [node, of[lang]]))
    const called = (node: string) => `${names.get(node) ?? ''} ${node.slice(0, 12)}`.trim()
    print(context, answer.value, ({ holders }) => {
      if (holders.length === 0) return `${translate(lang, 'release.no-holders')}\n`
      const columns = titles(lang, [
        'release.receipt',
        'release.peer',
        'release.via',
        'release.recalled',
      ])
      return textTable(
        columns,
        holders.map(({ node, via, receipted, recalled }) => [
          receipted ? '✓' : '-',
          called(node),
          via === null ? '' : called(via),
          recalled === null ? '' : recalled ? '✓' : '-',
        ]),
      )
    })
    return EXIT.ok
  },
})
