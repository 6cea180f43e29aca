import { translate } from '../../i18n/translate.ts'
import type { NodeStatus } from '../../trust/node-status.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { definitionList } from '../text-table.ts'

/** `concert status` and `concert log status`: the node in numbers. */
export const status = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<NodeStatus>('/api/v1/status')
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (node) => {
      const say = (key: Parameters<typeof translate>[1]) =>
        translate(context.lang, key as 'status.node')
      const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
      const cosigners = node.log.cosigners.join(', ') || '-'
      return definitionList([
        [say('status.node'), `${node.names[context.lang]} ${node.node}`],
        [say('status.log'), `${node.log.origin} ${node.log.size}`],
        [say('status.witnessed'), `${node.log.witnessedSize} (${cosigners})`],
        [say('status.quorum'), say(quorumKey(node.log.quorumMet))],
        [say('status.seal'), node.sealKeyUntil ?? say('status.seal-over')],
        [say('status.alarms'), alarmsText(node.alarms)],
        [say('status.own'), String(node.objects.own)],
        [say('status.received'), String(node.objects.received)],
        [say('status.retracted'), String(node.objects.retracted)],
        [say('status.sightings'), String(node.sightings)],
        [
          say('status.envelopes'),
          `${node.envelopes.queued} / ${node.envelopes.accepted} / ${node.envelopes.refused}`,
        ],
        [say('status.tendered'), String(node.tendered)],
        [say('status.sent'), `${node.sent.parcels}, ${mib(node.sent.bytes)}`],
        [say('status.store'), mib(node.storeBytes)],
        [say('status.memory'), mib(node.memoryBytes)],
      ])
    })
    return EXIT.ok
  },
})

function alarmsText(alarms: NodeStatus['alarms']): string {
  const raised = Object.entries(alarms).filter(([, count]) => count > 0)
  return raised.map(([kind, count]) => `${kind} ${count}`).join(', ') || '0'
}

function quorumKey(isMet: boolean | null) {
  if (isMet === null) return 'status.quorum-none'
  return isMet ? 'status.quorum-met' : 'status.quorum-unmet'
}
