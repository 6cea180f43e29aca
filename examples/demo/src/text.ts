/** Languages of the demo. */
export type Lang = 'en' | 'zh'

const en = {
  usage:
    'npm run demo -- [--once] [--json] [--lang en|zh] [--data FOLDER]: --once ends the nodes and exits, --json prints the summary as the last line',
  title: 'Concert: two sovereign nodes and a neutral witness on this machine',
  data: 'everything is in {folder}; delete it to begin anew',
  taken:
    'port {port}, which this folder uses, is taken: the demo runs in another window already (end it with Ctrl-C), or something else does; --data FOLDER begins another one',
  witness: 'Cairn 凯恩, the neutral witness, runs at {url}',
  node: '{name} runs at {url}',
  peers: 'peered; the safety numbers are the same: {number}',
  compact: 'compact signed by both sides, in force: {digest}',
  imported: 'Arden imported {read} real phishing domains as STIX 2.1 indicators ({added} new)',
  shared: 'shared with Belmar: {objects} objects, receipted in {seconds} s',
  cosigned: "cosigned: Arden's log by {a}, Belmar's by {b}",
  retracted: 'Arden retracted {n}; Belmar shows {t} tombstones',
  sighted: 'Belmar answered with sightings; Arden has {n}',
  'takedown-stopped':
    'takedown of 200 URLs: the checklist stops the first draft: {item} is missing',
  'takedown-asked':
    'U1 phishing takedown asked of Belmar: {targets} URLs, {duplicates} duplicates left out ({id}…)',
  'takedown-clock':
    'the clock runs from the receipt: acknowledge by {acknowledge}, first substance by {answer}',
  'takedown-worked': 'Belmar acknowledged, accepted and answered: {down} URLs down',
  'takedown-relapsed': 'URL {url} came up again: relapse noticed, taken down once more',
  'takedown-rated': 'Arden rated the answer {points} of 3 and closed; both sides show the same',
  takedown: 'takedown: URLs, down, relapses',
  alike: 'takedown: state, rating, the same on both sides',
  evidence: 'evidence package verified offline: {file}',
  tampered: 'one byte changed: verification fails at «{step}»',
  consoles:
    'Consoles and sign-ins (each password is changed at the first sign-in; `concert account reset` makes another):',
  duty: 'duty officer',
  release: 'release officer',
  again: 'What to try next:',
  stop: 'The nodes keep running. Ctrl-C ends them.',
  objects: 'objects at Belmar',
  envelopes: 'envelopes with a receipt',
  bytes: 'bytes sent by Arden',
  seconds: 'seconds in all',
  shareSeconds: 'seconds from share to last receipt',
  logs: 'log sizes (Arden, Belmar)',
  cosignatures: 'witnesses on the two logs',
  tombstones: 'tombstones at Belmar',
  sightings: 'sightings at Arden',
  verified: 'evidence verified / tampered refused',
} as const

const zh: Record<keyof typeof en, string> = {
  usage:
    'npm run demo -- [--once] [--json] [--lang en|zh] [--data 文件夹]：--once 结束节点并退出，--json 在最后一行输出汇总',
  title: '协奏：本机上的两个自主节点和一个中立见证方',
  data: '全部数据在 {folder}；删除该文件夹即可重新开始',
  taken:
    '本文件夹使用的端口 {port} 已被占用：演示可能已在另一窗口运行（按 Ctrl-C 结束），或被其他程序占用；用 --data 文件夹 可另行开始',
  witness: '中立见证方 Cairn 凯恩 运行于 {url}',
  node: '{name} 运行于 {url}',
  peers: '已互为对等节点，双方安全码一致：{number}',
  compact: '合作约定已由双方签署并生效：{digest}',
  imported: '雅登导入了 {read} 个真实网络钓鱼域名，作为 STIX 2.1 攻击指标（新增 {added} 个）',
  shared: '已共享给贝尔玛：{objects} 个对象，{seconds} 秒内全部取得送达回执',
  cosigned: '联署：雅登的日志由 {a}，贝尔玛的日志由 {b}',
  retracted: '雅登撤回 {n} 个；贝尔玛显示 {t} 个墓碑',
  sighted: '贝尔玛回复了命中反馈；雅登现有 {n} 条',
  'takedown-stopped': '关停 200 个网址：清单核对阻止了第一份草稿，缺少 {item}',
  'takedown-asked':
    '已向贝尔玛提出 U1 仿冒网站关停请求：网址 {targets} 个，略去重复 {duplicates} 个（{id}…）',
  'takedown-clock': '时限自送达回执起算：{acknowledge} 前确认收到，{answer} 前作出实质回复',
  'takedown-worked': '贝尔玛已确认收到、受理并回复：关停 {down} 个网址',
  'takedown-relapsed': '网址 {url} 重新上线，已被发现并再次关停',
  'takedown-rated': '雅登评价回复为 {points} 分（满分 3 分）并办结，双方显示一致',
  takedown: '关停：网址、已关停、重新上线',
  alike: '关停：状态、评价、双方是否一致',
  evidence: '证据包离线验证通过：{file}',
  tampered: '改动一个字节后，验证在“{step}”处失败',
  consoles: '控制台及登录信息（首次登录时须修改密码；可用 `concert account reset` 重置）：',
  duty: '值班员',
  release: '放行审批员',
  again: '接下来可以试试：',
  stop: '节点继续运行，按 Ctrl-C 结束。',
  objects: '贝尔玛持有的对象',
  envelopes: '已取得回执的信封',
  bytes: '雅登发送的字节数',
  seconds: '总用时（秒）',
  shareSeconds: '从共享到最后一份回执（秒）',
  logs: '日志大小（雅登、贝尔玛）',
  cosignatures: '两份日志的见证方',
  tombstones: '贝尔玛的墓碑',
  sightings: '雅登收到的命中反馈',
  verified: '证据包通过 / 篡改被拒',
}

/** A sentence of the demo with its values filled in. */
export function say(
  lang: Lang,
  key: keyof typeof en,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const template = lang === 'zh' ? zh[key] : en[key]
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
