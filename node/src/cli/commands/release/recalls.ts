import type { PeerView } from '../../../federation/peers.ts'
import { translate } from '../../../i18n/translate.ts'
import type { Recall } from '../../../release/recalls.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { titles } from './text.ts'
import { RETRACT_WORDS, wordFor } from './words.ts'

/** `concert release recalls`: retractions, and who has not receipted them. */
export const releaseRecalls = defineCommand({
  options: {
    open: {
      type: 'boolean',
      summary: { en: 'only those without a receipt', zh: '仅列出尚无回执的' },
    },
  },
  positionals: {},
  details: {
    en: 'Retractions of ours, and those of others that went on to whoever got the objects from here; also who holds what a peer passed on, by that peer’s signed word, where both compacts let it be told (holders_told). A receipt says that the peer holds the retraction; what it does with its copies nothing proves.',
    zh: '包括本方的撤回，以及他方撤回后由本节点转告曾从此处获得对象者的撤回；如相关合作约定均允许告知（holders_told），还包括对等节点所转发内容的持有方，以该对等节点签名的告知为准。回执表明对方已持有撤回通知；对方如何处理其副本无法证明。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ recalls: readonly Recall[] }>('/api/v1/release/recalls')
    if (!answer.ok) return reportRefusal(context, answer)
    const peers = await admin.value.get<{ peers: readonly PeerView[] }>('/api/v1/peers')
    if (!peers.ok) return reportRefusal(context, peers)
    const { lang } = context
    const names = new Map(peers.value.peers.map(({ node, names: of }) => [node, of[lang]]))
    const isShown = ({ receipted }: Recall) => !context.args.options.open || !receipted
    print(context, { recalls: answer.value.recalls.filter(isShown) }, ({ recalls }) => {
      if (recalls.length === 0) return `${translate(lang, 'release.no-recalls')}\n`
      const columns = titles(lang, [
        'release.receipt',
        'release.peer',
        'release.time',
        'release.objects',
        'release.reason',
        'release.via',
      ])
      return textTable(
        columns,
        recalls.map(({ receipted, peer, via, time, objects, reason }) => [
          receipted ? '✓' : '-',
          `${names.get(peer) ?? ''} ${peer.slice(0, 12)}`.trim(),
          time,
          objects,
          wordFor(RETRACT_WORDS, reason, lang),
          via === null ? '' : `${names.get(via) ?? ''} ${via.slice(0, 12)}`.trim(),
        ]),
      )
    })
    return EXIT.ok
  },
})
