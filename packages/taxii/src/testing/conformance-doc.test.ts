import { expect, test } from 'vitest'
import { type SuiteMaker, taxiiConformance } from './conformance-contract.ts'

const HEAD = `# TAXII 2.1 conformance · TAXII 2.1 符合性

Made by \`packages/taxii/src/testing/conformance-doc.test.ts\`; do not edit. Every line is a test, named by the section of the specification whose requirement it holds the server to, and runs against each store: the memory store of \`@concert/taxii\`, and the node's collections on SQLite and on PostgreSQL. A line is here only if its test is in the suite, and the suite is green only if it holds on all three.

由上述测试生成，请勿手工编辑。每行是一项测试，按规范章节命名，并在每种存储上运行：\`@concert/taxii\` 的内存存储，以及节点在 SQLite 与 PostgreSQL 上的集合。

    npm run test:only -- packages/taxii node/src/taxii
    npm run test:only -- packages/taxii/src/testing/conformance-doc.test.ts -u    # renews this page

| section · 章节 | requirement · 要求 | memory | SQLite | PostgreSQL |
| --- | --- | --- | --- | --- |
`

/** Takes down what a suite holds instead of running it. */
function listed(): readonly string[] {
  const lines: string[] = []
  const add = (name: string) => {
    const [, section = '', text = ''] =
      /^(RFC 9110 §\S+?|§\S+(?: to §\S+)?):? (.*)$/.exec(name) ?? []
    lines.push(`| ${section} | ${text.replaceAll('|', '\\|')} | ✓ | ✓ | ✓ |`)
  }
  const suite: SuiteMaker = {
    describe: (_, body) => body(),
    test: (name) => add(name),
    each: (values, name) => {
      for (const value of values) add(name.replace(/%[sj]/, () => `\`${value}\``))
    },
    beforeEach: () => {},
    afterAll: () => {},
  }
  taxiiConformance('', () => Promise.reject(new TypeError('not run')), suite)
  return lines
}

test('docs/taxii-conformance.md lists the suite', async () => {
  const lines = listed()
  expect(lines.every((line) => /^\| (§|RFC)/.test(line))).toBe(true)
  const page = `${HEAD}${lines.join('\n')}\n`
  await expect(page).toMatchFileSnapshot('../../../../docs/taxii-conformance.md')
})
