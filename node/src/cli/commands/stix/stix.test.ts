import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EXIT } from '../../command.ts'
import { runCommandLine } from '../../run.ts'
import { COMMANDS } from '../../table.ts'
import { STIX_TEXTS } from './texts.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-stix-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const TIMES = '"created":"2017-04-06T19:58:16.000Z","modified":"2017-04-06T19:58:16.000Z"'
const UUID = '1b6b8e0f-3c44-4b0e-9a67-5a1f0d5c3a21'
const URL_OBJECT =
  '{"type":"url","spec_version":"2.1","id":"url--131aebfc-1733-5537-9b07-14e774626169","value":"https://a.example/"}'
const TOOL = `{"type":"tool","id":"tool--${UUID}",${TIMES},"name":"例","labels":["exploitation"]}`
const bundle = (objects: string, more = '') =>
  `{"type":"bundle","id":"bundle--${UUID}"${more},"objects":[${objects}]}`

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

async function run(line: readonly string[], input?: string) {
  let out = ''
  let err = ''
  const exit = await runCommandLine({
    line: ['stix', ...line],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    stdin: async function* () {
      yield Buffer.from(input ?? '')
    },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { exit, out, err, lines: out.trimEnd().split('\n') }
}

test('validate lists every fault of every file, and counts', async () => {
  const good = await file('good.json', bundle(URL_OBJECT))
  const bad = await file('bad.json', bundle(`{"type":"url"},7,${URL_OBJECT}`))
  const en = await run(['validate', good, bad])
  expect(en.exit).toBe(EXIT.refused)
  expect(en.lines).toEqual([
    `${good}: 1 of 1 objects are valid; 0 errors, 0 warnings.`,
    `${bad}: objects[0].id: error [missing]: A required property is missing. (STIX 2.1 §3.2)`,
    `${bad}: objects[0].value: error [missing]: A required property is missing. (STIX 2.1 §6.15)`,
    `${bad}: objects[1]: error [object-expected]: A JSON object is expected here.`,
    `${bad}: 1 of 3 objects are valid; 3 errors, 0 warnings.`,
  ])
  const zh = await run(['validate', good, '--lang', 'zh'])
  expect(zh).toMatchObject({
    exit: EXIT.ok,
    out: `${good}：1 个对象中 1 个有效；错误 0 处，警告 0 处。\n`,
  })
})

test('validate reads standard input, and writes a line of JSON for each fault', async () => {
  const { exit, lines } = await run(['validate', '-', '--json'], `${URL_OBJECT}\n{"a":1,"a":2}\n`)
  expect(exit).toBe(EXIT.refused)
  const [fault, summary] = lines.map((line) => JSON.parse(line))
  expect(fault).toMatchObject({
    file: '-',
    at: `[1], byte ${URL_OBJECT.length + 8}`,
    code: 'json-duplicate',
    severity: 'error',
  })
  expect(fault.zh).toMatch(/重复/)
  expect(summary).toEqual({
    file: '-',
    summary: { objects: 2, valid: 1, errors: 1, warnings: 0 },
  })
})

test('validate knows modes, a limit and old bundles', async () => {
  const custom = URL_OBJECT.replace('{', '{"x_note":"\\u001b[31m","y_note":1,')
  expect((await run(['validate', '-', '--mode', 'lenient'], custom)).exit).toBe(EXIT.ok)
  const limited = await run(['validate', '-', '--limit', '1'], custom)
  expect(limited.exit).toBe(EXIT.refused)
  expect(limited.lines[1]).toMatch(/^[1-9] more are not listed/)
  expect(limited.out).not.toContain('\u001b')
  const old = await run(['validate', '-'], bundle(TOOL, ',"spec_version":"2.0"'))
  expect(old.out).toContain('concert stix upgrade')
  expect((await run(['validate', '-', '--mode', 'loose'], '')).exit).toBe(EXIT.usage)
})

test('files that can not be read are named, and nothing is done', async () => {
  const good = await file('good.json', URL_OBJECT)
  const { exit, out, err } = await run(['validate', good, join(folder, 'none'), folder])
  expect([exit, out]).toEqual([EXIT.usage, ''])
  expect(err.match(/file-unreadable/g)).toHaveLength(2)
})

test('upgrade makes one bundle of 2.1 and tells each change', async () => {
  const old = await file('old.json', bundle(TOOL, ',"spec_version":"2.0"'))
  const target = join(folder, 'new.json')
  const done = await run(['upgrade', old, '-', '--out', target], URL_OBJECT)
  expect(done.exit).toBe(EXIT.ok)
  expect(done.lines).toEqual([
    `${old}: objects[0].spec_version: [version-stated] The object now says that it is STIX 2.1.`,
    `${old}: objects[0].labels[0] → tool_types[0]: [property-moved] The value has a property of its own in 2.1.`,
    '2 objects read, 1 of them of STIX 2.0; 2 written, 2 changes, 0 errors.',
  ])
  const made = await readFile(target, 'utf8')
  expect(made).toContain(URL_OBJECT)
  expect((await run(['validate', target])).exit).toBe(EXIT.ok)
  expect(await readdir(folder)).toEqual(['new.json', 'old.json'])

  const again = await run(['upgrade', old, '--out', target])
  expect(again.exit).toBe(EXIT.refused)
  expect(await readFile(target, 'utf8')).toBe(made)
})

test('upgrade keeps the bundle and the report apart', async () => {
  const { exit, out, err } = await run(
    ['upgrade', '-', '--json'],
    `${TOOL}{"type":"tool","spec_version":"3"}`,
  )
  expect(exit).toBe(EXIT.refused)
  expect(JSON.parse(out)).toMatchObject({
    type: 'bundle',
    objects: [{ tool_types: ['exploitation'] }],
  })
  const report = err
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(report.map(({ code }) => code)).toEqual([
    'version-stated',
    'property-moved',
    'version-unknown',
    undefined,
  ])
  expect(report[2]).toMatchObject({ file: '-', at: '[1].spec_version' })
  expect(report[3]).toEqual({
    summary: { objects: 2, upgraded: 1, written: 1, changes: 2, errors: 1 },
  })
})

const OBSERVED = `{"type":"observed-data","spec_version":"2.1","id":"observed-data--${UUID}",${TIMES},
"first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,
"object_refs":["url--131aebfc-1733-5537-9b07-14e774626169"]}`

test('pattern checks, prints normal spellings and points at faults', async () => {
  const list = await file(
    'list.txt',
    "# list\n[url:value='https://a.example/']\n[url:value = '例' AND\n",
  )
  const { exit, lines } = await run(['pattern', list])
  expect(exit).toBe(EXIT.refused)
  expect(lines).toEqual([
    `${list}: line 2: [url:value = 'https://a.example/']`,
    expect.stringMatching(/: line 3, column 21: error \[pattern-expected-path\]: /),
    "    [url:value = '例' AND",
    `    ${' '.repeat(21)}^`,
    '2 patterns, 1 of them valid; 1 errors, 0 warnings.',
  ])
})

test('pattern finds the observations that patterns match', async () => {
  const data = await file('data.json', bundle(`${URL_OBJECT},${OBSERVED}`))
  const indicator = `{"type":"indicator","id":"indicator--${UUID}","pattern_type":"stix","pattern":"[url:value LIKE '%a.example%']"}`
  const line = ['pattern', '-', '--pattern', "[url:value = 'x']", '--match', data]
  const json = await run([...line, '--json'], bundle(indicator))
  expect(json.exit).toBe(EXIT.ok)
  expect(json.lines.map((each) => JSON.parse(each))).toEqual([
    { file: '--pattern', valid: true, pattern: "[url:value = 'x']", faults: [] },
    expect.objectContaining({ file: '-', at: 'objects[0].pattern', id: `indicator--${UUID}` }),
    expect.objectContaining({
      at: 'objects[0].pattern',
      decided: true,
      matches: [{ observation: `observed-data--${UUID}`, times: 1 }],
    }),
    {
      summary: expect.objectContaining({ patterns: 2, valid: 2, observations: 1, matched: 1 }),
    },
  ])
  const zh = await run([...line, '--lang', 'zh'], bundle(indicator))
  expect(zh.out).toContain(`标准输入: objects[0].pattern: 匹配 observed-data--${UUID}\n`)
})

test('pattern wants something to check, and whole data to match', async () => {
  expect((await run(['pattern'])).exit).toBe(EXIT.usage)
  const cut = await file('cut.json', '{"objects":[')
  const refused = await run(['pattern', '--pattern', "[url:value = 'x']", '--match', cut])
  expect(refused).toMatchObject({ exit: EXIT.refused, out: '' })
})

test('extract finds what a text names, with place, spelling and warnings', async () => {
  const text = '见hxxps://evil[.]example.org/a\n内网地址 10.0.0.1。'
  const report = await file('report.txt', text)
  const { exit, lines } = await run(['extract', report])
  expect(exit).toBe(EXIT.ok)
  expect(lines[0]).toContain(
    `${report}:1:2: url https://evil.example.org/a (written hxxps://evil[.]example.org/a)`,
  )
  expect(lines.join('\n')).toContain(
    `${report}:2:6: ipv4-addr 10.0.0.1\n    warning [private-address]`,
  )
  const clean = await run(['extract', report, '--clean', '--json'])
  expect(
    clean.lines.map((line) => JSON.parse(line)).some(({ value }) => value === '10.0.0.1'),
  ).toBe(false)
})

test('extract writes valid STIX, and wants to know in whose name', async () => {
  const creator = `identity--${UUID}`
  const source = 'indicator,note\n203.0.113.7,c2\n'
  const line = ['extract', '-', '--format', 'csv', '--stix']
  expect((await run(line, source)).exit).toBe(EXIT.usage)
  const made = await run([...line, '--creator', creator, '--tlp', 'red'], source)
  expect(made.exit).toBe(EXIT.ok)
  const { objects } = JSON.parse(made.out)
  expect(objects.map(({ type }: { type: string }) => type)).toEqual(['ipv4-addr', 'indicator'])
  expect((await run(['validate', '-'], made.out)).exit).toBe(EXIT.ok)
  const none = await run([...line, '--creator', creator], 'nothing')
  expect((await run(['validate', '-'], none.out)).exit).toBe(EXIT.ok)
})

test('extract says what it can not look into', async () => {
  const pdf = await run(['extract', '-'], '%PDF-1.7 …')
  expect(pdf.exit).toBe(EXIT.refused)
  expect(pdf.err).toContain('[pdf]')
})

test('every text is there in both languages, with the same places to fill', () => {
  const places = (text: string) => (text.match(/\{\w+\}|`[^`]+`/g) ?? []).toSorted()
  for (const { en, zh } of Object.values(STIX_TEXTS)) {
    expect(places(zh)).toEqual(places(en))
    expect(zh).not.toMatch(/[\u4e00-\u9fff][,:;?!()]|[,:;?!()][\u4e00-\u9fff]/)
  }
})
