import { createHash } from 'node:crypto'
import { canonicalBytes, type JsonObject } from '@concert/core'
import { readStixObject, type StixObject, tlpMarkingId } from '@concert/stix'

const AT = '2026-11-01T08:00:00.000Z'

/** Objects as people make them: a campaign with its techniques, tools, indicators and a report. */
export function campaign(creator: string): readonly StixObject[] {
  const make = maker(creator)
  const phase = (name: string) => [{ kill_chain_name: 'mitre-attack', phase_name: name }]
  const phishing = make('attack-pattern', {
    name: 'Spearphishing link',
    kill_chain_phases: phase('initial-access'),
  })
  const locker = make('malware', {
    name: '寒潮 Coldtide',
    is_family: true,
    malware_types: ['ransomware'],
    kill_chain_phases: phase('impact'),
  })
  const tunnel = make('tool', {
    name: 'Tunnel over DNS',
    kill_chain_phases: phase('command-and-control'),
  })
  const indicator = make('indicator', {
    name: 'login-haldenbank.example',
    description: 'Copies the login page of Halden Bank.',
    pattern: "[domain-name:value = 'login-haldenbank.example']",
    pattern_type: 'stix',
    valid_from: AT,
    confidence: 85,
    kill_chain_phases: phase('initial-access'),
  })
  const leads = make('relationship', {
    relationship_type: 'indicates',
    source_ref: indicator.view.id,
    target_ref: locker.view.id,
  })
  const report = make('report', {
    name: 'Winter tide 冬潮',
    published: AT,
    object_refs: [indicator.view.id, locker.view.id, phishing.view.id],
  })
  return [phishing, locker, tunnel, indicator, leads, report]
}

/** What a page must survive; each carries {@link BAIT} where a page that is not careful runs it. */
const BAIT = '<img src="https://collector.example/x" onerror="window.__hurt=1">'

/** Markup, texts that turn around, names that look like others, megabytes, ten thousand properties. */
export function hostileObjects(creator: string): Readonly<Record<string, StixObject>> {
  const make = maker(creator)
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [`x_${BAITED[n] ?? 'property'}_${n}`, `v${n}`]),
  )
  const indicator = { pattern_type: 'stix', valid_from: AT }
  return {
    markup: make('malware', {
      name: `${BAIT}<script>window.__hurt=2</script>`,
      description: `"><svg onload=window.__hurt=3> javascript:window.__hurt=4 ${BAIT}`,
      is_family: false,
      labels: [BAIT],
      external_references: [{ source_name: BAIT, url: 'https://collector.example/ref' }],
    }),
    turned: make('indicator', {
      ...indicator,
      name: 'invoice_\u202egpj.exe\u202c \u2066hidden\u2069 \u200bx',
      pattern: "[file:name = 'invoice_\u202egpj.exe']",
    }),
    lookalike: make('indicator', {
      ...indicator,
      name: 'xn--pypal-4ve.example',
      pattern: "[domain-name:value = 'xn--pypal-4ve.example']",
    }),
    stacked: make('tool', { name: `Z${'\u0301\u0302\u0303\u0304\u0305'.repeat(60)}algo` }),
    long: make('malware', {
      name: `L${'ong'.repeat(300_000)}`,
      is_family: false,
      description: 'W'.repeat(60_000),
    }),
    many: make('tool', { name: 'Ten thousand properties', ...many }),
    wide: make('report', {
      name: 'wide',
      published: AT,
      object_refs: Array.from({ length: 5000 }, (_, n) => `indicator--${uuidOf(`wide ${n}`)}`),
    }),
  }
}

/** Two things joined as no standard has it. */
export function madeUp(creator: string, from: string, to: string): StixObject {
  const joins = { relationship_type: 'steals-from', source_ref: from, target_ref: to }
  return maker(creator)('relationship', joins)
}

/** Names of properties are of others, too. */
const BAITED = ['prototype', 'constructor', 'tostring']

/** A report around which there is much to draw: `spokes` things, some joined with each other. */
export function wheel(creator: string, spokes: number): readonly StixObject[] {
  const make = maker(creator)
  const hub = make('malware', { name: 'Hub', is_family: true })
  const tools = Array.from({ length: spokes }, (_, n) => make('tool', { name: `Tool ${n}` }))
  const joins = tools.map((tool) =>
    make('relationship', {
      relationship_type: 'uses',
      source_ref: hub.view.id,
      target_ref: tool.view.id,
    }),
  )
  return [hub, ...tools, ...joins]
}

function maker(creator: string) {
  return (type: string, more: Readonly<Record<string, unknown>>): StixObject => {
    const object = {
      type,
      spec_version: '2.1',
      id: `${type}--${uuidOf(JSON.stringify(more).slice(0, 4000) + type)}`,
      created: AT,
      modified: AT,
      created_by_ref: creator,
      object_marking_refs: [tlpMarkingId('green')],
      ...more,
    } as JsonObject
    const read = readStixObject(canonicalBytes(object))
    if (!read.ok) throw new Error(JSON.stringify(read.faults.slice(0, 3)))
    return read.value
  }
}

/** A random-looking id that is the same in every run. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
