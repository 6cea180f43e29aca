import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { signIns } from './people.ts'
import { stopAll } from './processes.ts'
import { portInUse, readPorts, startCairn, startSide } from './sides.ts'
import {
  agree,
  cosigned,
  importDomains,
  peer,
  proveOne,
  retractSome,
  shareAll,
  sightSome,
  status,
} from './steps.ts'
import { takeDown } from './takedown.ts'
import { type Lang, say } from './text.ts'

const values = readOptions()
const locale = values.lang ?? process.env.LC_ALL ?? process.env.LANG ?? 'en'
const lang: Lang = locale.startsWith('zh') ? 'zh' : 'en'
const tell = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

function readOptions(): { once: boolean; json: boolean; lang?: string; data: string } {
  try {
    const { values: read } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        lang: { type: 'string' },
        data: { type: 'string', default: 'concert-demo' },
      },
    })
    if (!read.help) return read
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(2)
  }
  process.stdout.write(`${say('en', 'usage')}\n${say('zh', 'usage')}\n`)
  process.exit(0)
}

const started = performance.now()
const folder = resolve(values.data)
const step = (key: Parameters<typeof say>[1], fill: Parameters<typeof say>[2] = {}): void => {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5)
  tell(`${seconds} s  ${say(lang, key, fill)}`)
}
tell(say(lang, 'title'))
step('data', { folder })

const ports = await readPorts(folder)
const taken = await portInUse(ports)
if (taken !== undefined) {
  tell(say(lang, 'taken', { port: taken }))
  process.exit(1)
}
const cairn = await startCairn(folder, ports.cairn)
const children = [cairn.running.process]
process.once('exit', () => {
  for (const child of children) child.kill('SIGTERM')
})
step('witness', { url: cairn.url })
const arden = await startSide(
  folder,
  { en: 'Arden', zh: '雅登', economy: 'XA' },
  { node: ports.arden, console: ports.consoles.arden },
  cairn,
)
children.push(arden.running.process)
step('node', { name: arden.name, url: arden.url })
const belmar = await startSide(
  folder,
  { en: 'Belmar', zh: '贝尔玛', economy: 'XB' },
  { node: ports.belmar, console: ports.consoles.belmar },
  cairn,
)
children.push(belmar.running.process)
step('node', { name: belmar.name, url: belmar.url })

step('peers', { number: await peer(arden, belmar) })
step('compact', { digest: await agree(arden, belmar) })
step('imported', await importDomains(arden))
const share = await shareAll(arden, belmar)
step('shared', { objects: share.done, seconds: share.seconds.toFixed(2) })
const retracted = await retractSome(arden, belmar)
step('retracted', { n: retracted, t: (await status(belmar)).objects.retracted })
await sightSome(arden, belmar)
step('sighted', { n: (await status(arden)).sightings })
const takedown = await takeDown(arden, belmar, folder, lang, (key, fill) =>
  step(`takedown-${key}`, fill),
)
const [byArden = [], byBelmar = []] = await cosigned([arden, belmar])
step('cosigned', { a: byArden.join(', '), b: byBelmar.join(', ') })
const evidence = await proveOne(arden, folder)
if (evidence.verified) step('evidence', { file: evidence.file })
if (evidence.tamperedRejected) step('tampered', { step: evidence.failedStep })

const [a, b] = await Promise.all([status(arden), status(belmar)])
const summary = {
  objects: b.objects.received,
  envelopes: a.envelopes.accepted + b.envelopes.accepted,
  bytes: a.sent.bytes,
  seconds: Number(((performance.now() - started) / 1000).toFixed(2)),
  shareSeconds: Number(share.seconds.toFixed(2)),
  logs: { arden: a.log.size, belmar: b.log.size },
  cosignatures: byArden.length + byBelmar.length,
  retracted,
  tombstones: b.objects.retracted,
  sightings: a.sightings,
  takedown,
  evidence: { verified: evidence.verified, tamperedRejected: evidence.tamperedRejected },
}
const rows: readonly (readonly [Parameters<typeof say>[1], string])[] = [
  ['objects', String(summary.objects)],
  ['envelopes', String(summary.envelopes)],
  ['bytes', String(summary.bytes)],
  ['seconds', String(summary.seconds)],
  ['shareSeconds', String(summary.shareSeconds)],
  ['logs', `${summary.logs.arden}, ${summary.logs.belmar}`],
  ['cosignatures', `${byArden.join(', ')}; ${byBelmar.join(', ')}`],
  ['tombstones', String(summary.tombstones)],
  ['sightings', String(summary.sightings)],
  ['takedown', `${takedown.targets}, ${takedown.down}, ${takedown.relapses}`],
  ['alike', `${takedown.phase}, ${takedown.usefulness}, ${takedown.alike}`],
  ['verified', `${summary.evidence.verified} / ${summary.evidence.tamperedRejected}`],
]
tell('')
for (const [key, value] of rows) tell(`  ${say(lang, key)}: ${value}`)
tell(`\n${say(lang, 'consoles')}`)
for (const side of [arden, belmar]) {
  tell(`  ${side.name}: ${side.console}`)
  for (const { role, email, password } of await signIns(side)) {
    tell(`    ${say(lang, role)}: ${email}  ${password}`)
  }
}
tell(`\n${say(lang, 'again')}`)
tell(`  npm run -s concert -- status --data ${arden.folder}`)
tell(`  npm run -s concert -- objects --from received --data ${belmar.folder}`)
tell(`  npm run -s concert -- verify ${evidence.file} --keys ${folder}/published-keys.json`)
tell(`  npm run -s concert -- request show ${takedown.id} --data ${belmar.folder}`)
tell(`  ${arden.url}/.well-known/concert.json   ${arden.url}/concert/v1/log/checkpoint`)
tell(`  ${belmar.url}/.well-known/concert.json  ${belmar.url}/concert/v1/log/checkpoint`)

if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
if (!values.once) {
  tell(`\n${say(lang, 'stop')}`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
await stopAll(children)
const held = evidence.verified && evidence.tamperedRejected
process.exit(held && takedown.alike && summary.objects > 0 ? 0 : 1)
