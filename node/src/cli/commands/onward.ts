import type { Language } from '../../i18n/language.ts'
import { fill } from '../../i18n/translate.ts'
import type { OnwardProgress } from '../../onward/progress.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { AS } from './release/options.ts'

const TEXTS = {
  forwarded: {
    en: '{done} objects passed on with their authors’ signatures; {skipped} stay, for our rules would have changed them.',
    zh: '已附原作者签名转发对象 {done} 个；{skipped} 个因本方规则须改动而未转发。',
  },
  relayed: {
    en: '{done} anonymous copies made; {skipped} objects stay. Release them with `concert share`.',
    zh: '已生成匿名副本 {done} 份；{skipped} 个对象未处理。请用 `concert share` 放行。',
  },
  nothing: {
    en: 'Only what came under a compact that lets it go on (`intelligence.onward`), TLP:GREEN at most, can be passed on, to nodes that are no party to that compact, and once.',
    zh: '只有依据允许再次分享的合作约定（`intelligence.onward`）收到、且不高于 TLP:GREEN 的内容可以转发，对象须为该约定以外的节点，且只转发一次。',
  },
  unnamed: {
    en: 'Only what came under a compact with `anonymous_relay` can be copied so, and once.',
    zh: '只有依据含 `anonymous_relay` 的合作约定收到的内容可以如此转述，且只生成一次。',
  },
} as const

const FROM = {
  type: 'string',
  value: 'node',
  summary: { en: 'only what this node wrote', zh: '仅限该节点所写的内容' },
} as const

/** `concert forward PEER`: passes on what others gave us, with their signatures. */
export const forward = defineCommand({
  options: {
    tlp: {
      type: 'string',
      value: 'label',
      choices: ['clear', 'green'],
      default: 'green',
      summary: { en: 'highest TLP to pass on now', zh: '本次转发的最高 TLP 级别' },
    },
    from: FROM,
    as: AS,
  },
  positionals: { peer: { summary: { en: 'node id of the peer', zh: '对等节点的编号' } } },
  details: {
    en: 'Passes on what the compact with its giver lets us pass on, up to TLP:GREEN, and what the compact with PEER lets through. Each object travels with its author’s own signature, and can’t be changed by us. What its author takes back is taken back there too.',
    zh: '转发提供方的合作约定允许再次分享、且与 PEER 的合作约定允许通过的内容，最高 TLP:GREEN。每个对象附原作者的签名，本方无法改动。原作者撤回时，撤回亦随之转达。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { tlp = 'green', from, as } = context.args.options
    const { peer } = context.args.positionals
    const json = { peer, tlp, ...(from !== undefined && { from }), ...(as !== undefined && { as }) }
    const answer = await admin.value.post<OnwardProgress>('/api/v1/forward', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (done) => said(context.lang, 'forwarded', done))
    return EXIT.ok
  },
})

/** `concert relay`: anonymous copies of what others gave us. */
export const relay = defineCommand({
  options: { from: FROM },
  positionals: {},
  details: {
    en: 'Where a compact allows relaying without naming who wrote it, makes copies of our own: another id, coarser times, no reference elsewhere, nothing that names the author. They wait for `concert share` and its rules. When the author takes an object back, its copies are taken back.',
    zh: '合作约定允许不具名转述时，生成本方自己的副本：编号不同，时间粒度更粗，不含对外引用，也不含任何可识别作者的内容。副本须经 `concert share` 及其规则放行。作者撤回对象时，副本一并撤回。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { from } = context.args.options
    const json = from === undefined ? {} : { from }
    const answer = await admin.value.post<OnwardProgress>('/api/v1/relay', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (done) => said(context.lang, 'relayed', done))
    return EXIT.ok
  },
})

function said(
  lang: Language,
  key: 'forwarded' | 'relayed',
  { done, skipped }: OnwardProgress,
): string {
  const why = TEXTS[key === 'forwarded' ? 'nothing' : 'unnamed'][lang]
  const hint = done + skipped === 0 ? `${why}\n` : ''
  return `${fill(TEXTS[key][lang], { done, skipped })}\n${hint}`
}
