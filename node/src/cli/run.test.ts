import { ConcertError } from '@concert/core'
import { expect, test } from 'vitest'
import {
  type Arguments,
  type CommandGroup,
  defineCommand,
  EXIT,
  isGroup,
  type TableEntry,
} from './command.ts'
import { runCommandLine } from './run.ts'
import { COMMANDS } from './table.ts'

const text = (word: string) => ({ en: word, zh: `中文${word}` })

function tableWith(seen: Arguments[]): CommandGroup {
  const add = defineCommand({
    options: {
      port: { type: 'integer', value: 'n', min: 1, max: 9, summary: text('a port') },
      tlp: { type: 'string', value: 'label', choices: ['RED', 'GREEN'], summary: text('a label') },
      label: { type: 'string', value: 'word', multiple: true, summary: text('labels') },
      url: { type: 'string', value: 'url', required: true, summary: text('a URL') },
      force: { type: 'boolean', summary: text('force it') },
    },
    positionals: {
      host: { summary: text('a host') },
      files: { summary: text('files'), optional: true, many: true },
    },
    details: text('More about it.'),
    examples: ['test peer add x --url y'],
    async run({ args, lang, json, dataDir, out }) {
      const port: number | undefined = args.options.port
      const tlp: 'RED' | 'GREEN' | undefined = args.options.tlp
      const url: string = args.options.url
      const files: readonly string[] = args.positionals.files
      seen.push(args as unknown as Arguments)
      out.write(JSON.stringify({ port, tlp, url, files, lang, json, dataDir }))
      return EXIT.ok
    },
  })
  const fail = (error: unknown) =>
    defineCommand({ options: {}, positionals: {}, run: () => Promise.reject(error) })
  const entry = (name: string, command: ReturnType<typeof fail>): TableEntry => {
    return { name, summary: text(name), load: async () => command }
  }
  return {
    name: 'test',
    summary: text('root'),
    entries: [
      { name: 'peer', summary: text('peers'), entries: [entry('add', add)] },
      entry('broken', fail(new ConcertError('store-full'))),
      entry('denied', fail(Object.assign(new Error('EACCES: no'), { code: 'EACCES' }))),
      entry('bug', fail(new TypeError('oops'))),
    ],
  }
}

async function run(line: string, env: Record<string, string> = {}, commands?: CommandGroup) {
  const seen: Arguments[] = []
  let out = ''
  let err = ''
  const exit = await runCommandLine({
    line: line.split(' ').filter((word) => word !== ''),
    out: { write: (chunk) => (out += chunk) },
    err: { write: (chunk) => (err += chunk) },
    env,
    signal: new AbortController().signal,
    commands: commands ?? tableWith(seen),
  })
  return { exit, out, err, seen }
}

test('a command gets typed arguments, wherever the options of every command stand', async () => {
  const line = '--json peer --lang zh add h --label=a --port 7 a b --url -- --label b --data /d c'
  const wrong = await run(line)
  expect(wrong.exit).toBe(EXIT.usage)
  const right = await run(line.replace('--url --', '--url=-u --force'))
  expect(right.err).toBe('')
  expect(right.exit).toBe(EXIT.ok)
  expect(right.seen[0]).toEqual({
    options: { port: 7, tlp: undefined, label: ['a', 'b'], url: '-u', force: true },
    positionals: { host: 'h', files: ['a', 'b', 'c'] },
  })
  expect(JSON.parse(right.out)).toMatchObject({ lang: 'zh', json: true, dataDir: '/d' })
})

test('the data folder comes from the option, the environment or the working folder', async () => {
  const line = 'peer add h --url u'
  const dataDir = async (more: string, env: Record<string, string>) =>
    JSON.parse((await run(line + more, env)).out).dataDir
  expect(await dataDir(' --data /a', { CONCERT_DATA: '/b' })).toBe('/a')
  expect(await dataDir('', { CONCERT_DATA: '/b' })).toBe('/b')
  expect(await dataDir('', {})).toBe(`${process.cwd()}/concert-data`)
})

test.each([
  ['peer add h --url u --prot 1', '--prot', '--port'],
  ['peer add h --url u --fource', '--fource', '--force'],
  ['per', 'per', 'peer'],
  ['peer ad h', 'ad', 'add'],
  ['--jsn', '--jsn', '--json'],
])('%s: says what is unknown and what may be meant', async (line, typed, meant) => {
  for (const lang of ['en', 'zh']) {
    const { exit, out, err } = await run(line, { CONCERT_LANG: lang })
    expect(exit).toBe(EXIT.usage)
    expect(out).toBe('')
    expect(err).toContain(typed)
    expect(err).toContain(meant)
    expect(err).toContain(lang === 'en' ? 'Error [usage-' : '错误 [usage-')
  }
})

test.each([
  ['peer add', ['--url is required', 'host is missing']],
  ['peer add h --url', ['--url needs a value']],
  ['peer add h --url --force', ['--url needs a value']],
  ['peer add h --url=', ['--url needs a value']],
  ['peer add h --url u --url v', ['--url may be given only once']],
  ['peer add h --url u --port 10', ['--port needs an integer from 1 to 9']],
  ['peer add h --url u --port 1e0', ['--port needs an integer']],
  ['peer add h --url u --tlp BLUE', ['--tlp must be one of: RED, GREEN']],
  ['peer add h --url u --force=1', ['--force takes no value']],
  ['peer add h --url u --lang fr', ['--lang must be one of: en, zh']],
  ['peer add h --url u -x', ['no option -x']],
  ['peer add h --url u --__proto__ x', ['no option --__proto__']],
  ['peer', ['A command is missing after test peer']],
  ['peer add --port 0 --tlp x', ['--port', '--tlp', '--url', 'host']],
])('%s: refuses with every problem', async (line, parts) => {
  const { exit, err, seen } = await run(line)
  expect(exit).toBe(EXIT.usage)
  expect(seen).toEqual([])
  for (const part of parts) expect(err).toContain(part)
})

test('with --json errors are objects with both languages', async () => {
  const { exit, err } = await run('peer add h --json')
  expect(exit).toBe(EXIT.usage)
  expect(JSON.parse(err)).toEqual({
    error: {
      code: 'usage-option',
      en: 'The option --url is required.',
      zh: '选项 --url 必填。',
    },
  })
})

test('help is made from the table, in both languages', async () => {
  for (const [lang, words] of [
    ['en', ['Usage:', 'test peer add <host> [<files>...] [options]', '(required)', 'a port']],
    ['zh', ['用法：', '中文a port', '（必填）', '（可重复）', '（可选值：RED, GREEN）']],
  ] as const) {
    const { exit, out, err } = await run(`peer add --help --lang ${lang}`)
    expect([exit, err]).toEqual([EXIT.ok, ''])
    for (const word of words) expect(out).toContain(word)
    for (const name of ['--port <n>', '--json', 'test peer add x --url y', '  4  ']) {
      expect(out).toContain(name)
    }
    expect(out).not.toMatch(/\{\w+\}|undefined/)
  }
  expect((await run('')).out).toContain('peer')
  expect((await run('peer -h')).out).toContain('add')
  expect((await run('--help')).exit).toBe(EXIT.ok)
})

test('a broken machine and a defect are told apart', async () => {
  const machine = await run('broken')
  expect(machine.exit).toBe(EXIT.refused)
  expect(machine.err).toContain('[store-full]')
  const denied = await run('denied')
  expect(denied.err).toContain('[system]')
  const bug = await run('bug --lang zh')
  expect(bug.err).toContain('[internal]')
  expect(bug.err).toContain('TypeError: oops')
})

test('every command of the table loads, and its help is bilingual', async () => {
  const visit = async (entries: readonly TableEntry[], path: string): Promise<void> => {
    for (const entry of entries) {
      const line = `${path} ${entry.name} --help`
      const [en, zh] = await Promise.all([
        run(line, {}, COMMANDS),
        run(line, { LANG: 'zh_CN.UTF-8' }, COMMANDS),
      ])
      expect([en.exit, zh.exit, en.err, zh.err]).toEqual([0, 0, '', ''])
      expect(en.out).toContain(entry.summary.en)
      expect(zh.out).toContain(entry.summary.zh)
      // Half-width punctuation beside a Chinese character is a slip.
      expect(zh.out).not.toMatch(/[\u4e00-\u9fff][,:;?!()]|[,:;?!()][\u4e00-\u9fff]/)
      if (isGroup(entry)) await visit(entry.entries, `${path} ${entry.name}`)
    }
  }
  await visit(COMMANDS.entries, '')
})

test('help and version are commands too', async () => {
  expect((await run('help version', {}, COMMANDS)).out).toContain('concert version')
  expect((await run('help versoin', {}, COMMANDS)).err).toContain('version')
  expect((await run('--version', {}, COMMANDS)).out).toMatch(/^concert \d+\.\d+\.\d+ \(Node/)
  expect(JSON.parse((await run('version --json', {}, COMMANDS)).out).node).toBe(
    process.versions.node,
  )
})
