import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { SuiteMaker } from './conformance/suite.ts'
import { taxiiConformance } from './conformance-contract.ts'

const HEAD = `# TAXII 2.1 conformance · TAXII 2.1 符合性

Made by \`packages/taxii/src/testing/conformance-doc.test.ts\`; do not edit. Every line is a test, named by the section of the specification whose requirement it holds the server to, and runs against each store: the memory store of \`@concert/taxii\`, and the node's collections on SQLite and on PostgreSQL. A line is here only if its test is in the suite, and the suite is green only if it holds on all three. What the text leaves open or has both ways is decided in [taxii.md](taxii.md#what-the-specification-leaves-open-and-what-the-node-does).

由上述测试生成，请勿手工编辑。每行是一项测试，按规范章节命名，并在每种存储上运行：\`@concert/taxii\` 的内存存储，以及节点在 SQLite 与 PostgreSQL 上的集合。规范未作规定或前后不一之处的取舍见 [taxii.zh-CN.md](taxii.zh-CN.md)。

    npm run test:only -- packages/taxii node/src/taxii
    npm run test:only -- packages/taxii/src/testing/conformance-doc.test.ts -u    # renews this page

| section · 章节 | requirement · 要求 | memory | SQLite | PostgreSQL |
| --- | --- | --- | --- | --- |
`

const BESIDE = `
## Client, TLS and authentication · 客户端、TLS 与身份验证

What is asked of the client, and of the listener on which the node ends TLS itself, does not hang on a store. Tests of TLS are left out where there is no \`openssl\` to issue certificates.

对客户端的要求，以及对由节点自行终止 TLS 的监听端的要求，与存储无关。没有 \`openssl\` 可签发证书时，略过 TLS 测试。

| section · 章节 | requirement · 要求 | test · 测试 |
| --- | --- | --- |
`

/** Files with such tests, from the root of the repository. */
const OTHERS = [
  'packages/taxii/src/client/taxii-client.test.ts',
  'node/src/taxii/mutual-tls.test.ts',
] as const

const NAME = /^(RFC 9110 §\S+?|§[\d.]+(?: (?:to|and) §[\d.]+)?):? (.*)$/

function cells(name: string): string {
  const [, section = '', text = ''] = NAME.exec(name) ?? []
  return `| ${section} | ${text.replaceAll('|', '\\|')} |`
}

/** Takes down what a suite holds instead of running it. */
function listed(): readonly string[] {
  const lines: string[] = []
  const add = (name: string) => lines.push(`${cells(name)} ✓ | ✓ | ✓ |`)
  const suite: SuiteMaker = {
    describe: (_, body) => body(),
    test: (name) => add(name),
    each: (values, name) => {
      for (const value of values) {
        const shown = /^%s|`%s`/.test(name) ? value : `\`${value}\``
        add(name.replace(/%[sj]/, () => shown))
      }
    },
    beforeEach: () => {},
    afterAll: () => {},
  }
  taxiiConformance('', () => Promise.reject(new TypeError('not run')), suite)
  return lines
}

/** Tests of a file that are named by a section. */
async function namedIn(file: string): Promise<readonly string[]> {
  const source = await readFile(new URL(`../../../../${file}`, import.meta.url), 'utf8')
  const names = [...source.matchAll(/^ {2}test\('(§.*)', async/gm)].map(([, name = '']) => name)
  return names.map((name) => `${cells(name)} [${file.split('/').at(-1)}](../${file}) |`)
}

test('docs/taxii-conformance.md lists the suite', async () => {
  const lines = listed()
  const others = (await Promise.all(OTHERS.map(namedIn))).flat()
  expect(others.length).toBeGreaterThan(OTHERS.length)
  expect([...lines, ...others].every((line) => /^\| (§|RFC)/.test(line))).toBe(true)
  const page = `${HEAD}${lines.join('\n')}\n${BESIDE}${others.join('\n')}\n`
  await expect(page).toMatchFileSnapshot('../../../../docs/taxii-conformance.md')
})
