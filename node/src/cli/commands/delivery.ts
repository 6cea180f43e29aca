import { type PeerView, ROADS, type Road } from '../../federation/peers.ts'
import type { RefusedEnvelope } from '../../federation/refused-envelopes.ts'
import type { Language } from '../../i18n/language.ts'
import { refusalSentence } from '../../i18n/refusals.ts'
import type { PeerHealth } from '../../trust/peer-health.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { textTable } from '../text-table.ts'
import { safeText } from '../width.ts'
import { stateText } from './peer.ts'

const TEXTS = {
  none: { en: 'No peers.', zh: '没有对等节点。' },
  name: { en: 'Peer', zh: '对等节点' },
  road: { en: 'Road', zh: '投递方式' },
  state: { en: 'State', zh: '状态' },
  queued: { en: 'Queued', zh: '待投递' },
  lag: { en: 'Waits for', zh: '已等待' },
  receipt: { en: 'Last receipt', zh: '最近回执' },
  owed: { en: 'Receipts owed', zh: '应付回执' },
  speed: { en: 'Speed', zh: '速率' },
  collected: {
    en: 'collected by this node, last at {time}',
    zh: '由本节点取件，最近一次：{time}',
  },
  neverCollected: {
    en: 'this node collects from it; no answer has come since it started (a request waits up to 20 s)',
    zh: '由本节点取件；本次启动以来尚无应答（单次请求最多等待 20 秒）',
  },
  came: { en: 'comes to collect, last at {time}', zh: '由对方前来取件，最近一次：{time}' },
  neverCame: {
    en: 'is to come and collect, and has not since this node started',
    zh: '应由对方前来取件；本节点本次启动以来对方尚未来过',
  },
  carried: {
    en: 'what is queued goes with people: `concert courier export`',
    zh: '待投递内容须由人携带：`concert courier export`',
  },
  failing: { en: 'Failing', zh: '失败' },
  roads: {
    en: 'A road is one of push, collect, pull, courier.',
    zh: '投递方式须为 push、collect、pull、courier 之一。',
  },
  never: { en: 'never', zh: '从未' },
  allTaken: { en: 'Nothing was refused or withheld.', zh: '没有被拒收或扣留的内容。' },
  number: { en: 'Envelope', zh: '信封' },
  settled: { en: 'Settled', zh: '办结时间' },
  kinds: { en: 'Kinds', zh: '类型' },
  objects: { en: 'Objects', zh: '对象数' },
  clause: { en: 'Clause', zh: '条款' },
  why: { en: 'Why', zh: '原因' },
} as const

const ROAD_TEXTS: Readonly<Record<Road, { readonly en: string; readonly zh: string }>> = {
  push: { en: 'push', zh: '推送' },
  collect: { en: 'push and collect', zh: '推送并取件' },
  pull: { en: 'the peer collects', zh: '对方取件' },
  courier: { en: 'courier', zh: '信使' },
}

/** `concert delivery`: exit code 1 when delivery to a peer fails now. */
export const delivery = defineCommand({
  options: {
    refused: {
      type: 'boolean',
      summary: {
        en: 'what peers have refused or was withheld, with the clause',
        zh: '列出被对方拒收或被扣留的信封及所依据的条款',
      },
    },
  },
  positionals: {},
  details: {
    en: 'Queued: envelopes without a receipt, and statements that wait for an envelope. Waits for: how long the oldest has.',
    zh: '“待投递”为尚无回执的信封及尚待装入信封的声明；“已等待”为其中最早者的等待时间。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    if (context.args.options.refused) {
      const path = '/api/v1/delivery/refused'
      const refused = await admin.value.get<{ readonly envelopes: readonly RefusedEnvelope[] }>(
        path,
      )
      if (!refused.ok) return reportRefusal(context, refused)
      print(context, refused.value, ({ envelopes }) => refusedText(context.lang, envelopes))
      return EXIT.ok
    }
    const answer = await admin.value.get<{ readonly peers: readonly PeerHealth[] }>(
      '/api/v1/delivery',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { peers } = answer.value
    print(context, { peers }, () => healthText(context.lang, peers))
    return peers.some(({ failures }) => failures > 0) ? EXIT.refused : EXIT.ok
  },
})

function refusedText(lang: Language, envelopes: readonly RefusedEnvelope[]): string {
  if (envelopes.length === 0) return `${TEXTS.allTaken[lang]}\n`
  const keys = ['name', 'number', 'settled', 'kinds', 'objects', 'clause', 'why'] as const
  return textTable(
    keys.map((key) => ({ title: TEXTS[key][lang] })),
    envelopes.map(({ peer, epoch, seq, settled, kinds, objects, clause, code, sentence }) => [
      peer.slice(0, 12),
      `${epoch}/${seq}`,
      settled,
      kinds.join(', '),
      objects,
      clause ?? '',
      `${code}: ${sentence[lang]}`,
    ]),
  )
}

/** `concert peer road PEER ROAD` */
export const peerRoad = defineCommand({
  options: {},
  positionals: {
    peer: { summary: { en: 'node id', zh: '节点编号' } },
    road: { summary: { en: ROADS.join(', '), zh: ROADS.join('、') } },
  },
  details: {
    en: 'push: each posts to the other. collect: this node can’t be reached from outside; it posts, and asks the peer for what waits here. pull: the peer can’t be reached; it comes and asks. courier: files are carried, nothing goes over a network. May be changed at any time; nothing is lost or doubled.',
    zh: 'push（推送）：双方互相推送。collect（取件）：外部无法连接本节点，由本节点推送，并向对方索取待收内容。pull（对方取件）：无法连接对方，由对方前来索取。courier（信使）：由人携带文件，不经网络。可随时更改，内容不丢失、不重复。',
  },
  examples: ['concert peer road PEER courier'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { peer: node, road } = context.args.positionals
    if (!(ROADS as readonly string[]).includes(road)) {
      const sentence = { en: TEXTS.roads.en, zh: TEXTS.roads.zh }
      complain(context, { code: 'road', sentence, at: road })
      return EXIT.usage
    }
    const json = { node, road }
    const answer = await admin.value.post<PeerView>('/api/v1/peers/road', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (peer) => {
      return `${peer.names[context.lang]}: ${ROAD_TEXTS[peer.road][context.lang]}\n`
    })
    return EXIT.ok
  },
})

function healthText(lang: Language, peers: readonly PeerHealth[]): string {
  if (peers.length === 0) return `${TEXTS.none[lang]}\n`
  const columns = ['name', 'road', 'state', 'queued', 'lag', 'receipt', 'owed', 'speed'] as const
  const numbers: ReadonlySet<string> = new Set(['queued', 'lag', 'owed', 'speed'])
  const table = textTable(
    columns.map((key) => {
      return { title: TEXTS[key][lang], ...(numbers.has(key) && { align: 'right' as const }) }
    }),
    peers.map((peer) => [
      peer.names[lang],
      ROAD_TEXTS[peer.road][lang],
      stateText(lang, peer.state),
      peer.queued,
      spanText(peer.lagMs),
      peer.lastReceipt === null ? TEXTS.never[lang] : new Date(peer.lastReceipt).toISOString(),
      peer.owed,
      `${(peer.bytesPerSecond / 1024).toFixed(0)} KiB/s`,
    ]),
  )
  const failing = peers.filter(({ failures }) => failures > 0)
  const lines = failing.map(({ names, failures, fault }) => {
    const why = refusalSentence(fault ?? '')?.[lang] ?? ''
    return `${names[lang]}: ${TEXTS.failing[lang]} ${failures} [${fault}] ${why}\n`
  })
  const roads = peers.map((peer) => roadText(lang, peer)).join('')
  return `${table}${roads}${lines.join('')}`
}

/** Of a road that is not simply pushing, what is going on. */
function roadText(lang: Language, { names, road, state, queued, collected, came }: PeerHealth) {
  if (state !== 'confirmed') return ''
  const since = (at: number | null, told: 'collected' | 'came', never: keyof typeof TEXTS) =>
    at === null
      ? TEXTS[never][lang]
      : TEXTS[told][lang].replace('{time}', new Date(at).toISOString())
  const what = {
    push: '',
    collect: since(collected, 'collected', 'neverCollected'),
    pull: since(came, 'came', 'neverCame'),
    courier: queued > 0 ? TEXTS.carried[lang] : '',
  }[road]
  return what === '' ? '' : `${safeText(names[lang])}: ${what}\n`
}

/** A span as `3d 4h`, `2h 5m`, `40s`: the same in both languages. */
function spanText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`
}
