import { readFile, stat } from 'node:fs/promises'
import type { CryptoPort } from '@concert/core'
import {
  explainEvidence,
  joinPublishedKeys,
  looksLikePublishedKeys,
  MAX_EVIDENCE_BYTES,
  MAX_KEYS_BYTES,
  type PublishedKeys,
  parsePublishedKeys,
  reportJson,
  verifyEvidence,
} from '@concert/envelope'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import type { Bilingual } from '../../i18n/language.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { explanationText } from '../verify-text.ts'

/** `concert verify FILE --keys KEYS`: offline, with nothing but the two files. */
export const verify = defineCommand({
  options: {
    keys: {
      type: 'string',
      value: 'file',
      required: true,
      multiple: true,
      summary: {
        en: 'published keys, from concert identity show --published; give another file for the author of what somebody passed on',
        zh: '公布的密钥，来自 concert identity show --published；对转发的内容，另给出作者的密钥文件',
      },
    },
    brief: {
      type: 'boolean',
      summary: { en: 'one line for each step, without values', zh: '每步只显示一行，不列数值' },
    },
  },
  positionals: { file: { summary: { en: 'evidence file', zh: '证据包文件' } } },
  details: {
    en: 'Needs no node and no network. Every step is shown with its values, what it proves and what not. Exit code 0 when no step fails, 1 when one fails or the keys are of other nodes, 2 when a file cannot be used. How to check by hand: docs/verify.md.',
    zh: '无需节点和网络。逐步列出数值、所证明的事实及其局限。无步骤不成立时退出码为 0；有步骤不成立或密钥属于其他节点时为 1；文件不可用时为 2。手工核验方法见 docs/verify.zh-CN.md。',
  },
  examples: [
    'concert verify proof.json --keys keys.json',
    'concert verify proof.json --keys keys.json --lang zh --brief',
    'concert verify proof.json --keys keys.json --json',
    'concert verify passed-on.json --keys keys.json --keys author-keys.json',
  ],
  async run(context) {
    const crypto = createNodeCrypto()
    const { keys: files, brief } = context.args.options
    const bytes = await readBounded(context, context.args.positionals.file, MAX_EVIDENCE_BYTES)
    if (!bytes) return EXIT.usage
    const read: PublishedKeys[] = []
    for (const file of files) {
      const keys = await readKeys(context, crypto, file, bytes)
      if (!keys) return EXIT.usage
      read.push(keys)
    }
    const [first, ...others] = read as [PublishedKeys, ...PublishedKeys[]]
    const report = await verifyEvidence(crypto, bytes, joinPublishedKeys(first, others))
    const explained = explainEvidence(report)
    print(context, reportJson(report, explained), () =>
      explanationText(context.lang, explained, brief),
    )
    return report.verified ? EXIT.ok : EXIT.refused
  },
})

/** Published keys out of a file; complains and gives nothing when it holds none. */
async function readKeys(
  context: CommandContext,
  crypto: CryptoPort,
  file: string,
  evidence: Uint8Array,
): Promise<PublishedKeys | undefined> {
  const bytes = await readBounded(context, file, MAX_KEYS_BYTES)
  if (!bytes) return undefined
  if (looksLikePublishedKeys(evidence) && !looksLikePublishedKeys(bytes)) {
    return void complain(context, { code: 'files-swapped', sentence: both('verify.swapped') })
  }
  const keys = parsePublishedKeys(crypto.sha256, bytes)
  if (keys.ok) return keys.value
  const at = keys.at ?? ''
  return void complain(context, { code: 'keys-malformed', sentence: both('verify.keys'), at })
}

/** The bytes of a file within a bound; complains and gives nothing when that can't be had. */
async function readBounded(
  context: CommandContext,
  file: string,
  limit: number,
): Promise<Uint8Array | undefined> {
  const refuse = (code: string, sentence: Bilingual) => complain(context, { code, sentence })
  try {
    const info = await stat(file)
    if (!info.isFile()) return void refuse('file-unreadable', both('verify.not-a-file', { file }))
    if (info.size === 0) return void refuse('file-unreadable', both('verify.empty', { file }))
    if (info.size > limit) {
      return void refuse('too-large', both('verify.too-large', { file, bytes: info.size, limit }))
    }
    return await readFile(file)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const key = isMissing ? 'verify.missing' : 'verify.unreadable'
    return void refuse('file-unreadable', both(key, { file }))
  }
}
