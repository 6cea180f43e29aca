import { readFile, stat } from 'node:fs/promises'
import {
  EVIDENCE_LIMITS,
  EVIDENCE_MESSAGES,
  type EvidenceFinding,
  MAX_EVIDENCE_BYTES,
  parsePublishedKeys,
  verifyEvidence,
} from '@concert/envelope'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import type { Language } from '../../i18n/language.ts'
import { refusalSentence } from '../../i18n/refusals.ts'
import { translate } from '../../i18n/translate.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'

/** `concert verify FILE --keys KEYS`: offline, with nothing but the two files. */
export const verify = defineCommand({
  options: {
    keys: {
      type: 'string',
      value: 'file',
      required: true,
      summary: {
        en: 'published keys, from concert identity show --published',
        zh: '公开密钥，来自 concert identity show --published',
      },
    },
  },
  positionals: { file: { summary: { en: 'evidence file', zh: '证据包文件' } } },
  details: {
    en: 'Needs no node and no network. Exit code 0 when every step holds, 1 when one fails.',
    zh: '无需节点和网络。所有步骤均成立时退出码为 0，有步骤不成立时为 1。',
  },
  async run(context) {
    const crypto = createNodeCrypto()
    const keyBytes = await readBounded(context, context.args.options.keys)
    const bytes = await readBounded(context, context.args.positionals.file)
    if (!keyBytes || !bytes) return EXIT.usage
    const keys = parsePublishedKeys(crypto.sha256, keyBytes)
    if (!keys.ok) {
      complain(context, {
        code: 'keys-malformed',
        sentence: both('verify.keys'),
        at: keys.at ?? '',
      })
      return EXIT.usage
    }
    const report = await verifyEvidence(crypto, bytes, keys.value)
    print(context, report, ({ verified, steps }) => {
      const lines = steps.map((finding) => stepText(context.lang, finding)).join('')
      const verdict = translate(context.lang, verified ? 'verify.ok' : 'verify.failed')
      return `${lines}\n${verdict}\n${EVIDENCE_LIMITS[context.lang]}\n`
    })
    return report.verified ? EXIT.ok : EXIT.refused
  },
})

async function readBounded(context: CommandContext, path: string): Promise<Uint8Array | undefined> {
  try {
    const info = await stat(path)
    if (info.isFile() && info.size <= MAX_EVIDENCE_BYTES) return await readFile(path)
  } catch {
    // Said below, as for a folder or a file that is too large.
  }
  complain(context, { code: 'file-unreadable', sentence: both('verify.file', { file: path }) })
  return undefined
}

function stepText(lang: Language, finding: EvidenceFinding): string {
  const mark = finding.ok === null ? '–' : finding.ok ? '✓' : '✗'
  const said = EVIDENCE_MESSAGES[finding.step][lang]
  if (finding.ok !== false || finding.code === undefined) return `${mark} ${said}\n`
  const why = refusalSentence(finding.code)?.[lang] ?? translate(lang, 'verify.quorum')
  return `${mark} ${said}\n    ${finding.code}${finding.at ? ` (${finding.at})` : ''}: ${why}\n`
}
