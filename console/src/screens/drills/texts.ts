import type { Both } from '../../i18n/both.ts'
import { count } from '../../i18n/format.ts'

export const texts = {
  title: ['Drills', '应急演练'],
  about: [
    'A scripted counterpart plays with a peer over the real channel; everything says that it is a drill',
    '由剧本扮演对方，使用真实通道；所有内容均标明为演练',
  ],
  start: ['Start a drill', '开始演练'],
  none: ['No drill was started here.', '本节点尚未开始演练。'],
  noneHelp: [
    'Drills that a peer plays with us arrive as requests and ping tests marked EXERCISE.',
    '对方发起的演练以标有“演练”的请求和联络测试送达。',
  ],
  states: {
    running: ['running', '进行中'],
    done: ['over', '已结束'],
    stopped: ['stopped', '已停止'],
  },
  stepStates: {
    waiting: ['waiting', '等待'],
    drafted: ['about to be sent', '即将发送'],
    done: ['done', '完成'],
    failed: ['failed', '失败'],
  },
  does: {
    request: ['sends a request', '发送请求'],
    move: ['makes a move', '推进请求'],
    ping: ['asks a ping test', '发起联络测试'],
    expect: ['waits for their move', '等待对方处理'],
    'await-request': ['waits for their request', '等待对方请求'],
  },
  codes: {
    'drill-too-late': ['It did not come in time.', '未在时限内完成。'],
    'drill-nothing-there': ['What it stands on did not come about.', '其所依据的事项未能发生。'],
  },
  result: (done: number, failed: number, all: number): Both => [
    `${count(done)} of ${count(all)} done, ${count(failed)} failed`,
    `完成${count(done)}/${count(all)}，失败${count(failed)}`,
  ],
  with: (who: string): Both => [`with ${who}`, `对方：${who}`],
  speed: (n: number): Both => [`${count(n)} times the clock`, `${count(n)}倍速`],
  startedAt: (time: string): Both => [`started ${time}`, `${time}开始`],
  endedAt: (time: string): Both => [`ended ${time}`, `${time}结束`],
  steps: ['Steps', '步骤'],
  openRequest: ['open the request', '查看请求'],
  openPing: ['open the ping tests', '查看联络测试'],
  stop: ['Stop the drill', '停止演练'],
  stopHelp: ['What was said stays said.', '已作出的内容保留。'],
  notStopped: ['The drill goes on.', '演练继续进行。'],
  // starting
  peer: ['With', '对方'],
  scenario: ['Scenario', '剧本'],
  example: ['Phishing, the example', '钓鱼网站示例'],
  own: ['a file of ours', '本地文件'],
  file: ['Choose or drop a scenario (JSON)', '选择或拖入剧本文件（JSON）'],
  speedField: ['How many times faster than the clock', '倍速'],
  notJson: ['The file is no JSON.', '该文件不是JSON。'],
  chosen: (title: string): Both => [`Chosen: ${title}`, `已选择：${title}`],
  begin: ['Begin', '开始'],
  cancel: ['Cancel', '取消'],
  notStarted: ['No drill was started.', '未开始演练。'],
  noPeers: ['No confirmed peer.', '没有已确认的对等节点。'],
} satisfies Record<string, Both | ((...args: never[]) => Both) | Readonly<Record<string, Both>>>
