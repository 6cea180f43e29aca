import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { utf8 } from '@concert/core'
import type { PeerView } from '../../../federation/peers.ts'
import { createFile, errnoOf } from '../../../files/atomic-file.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { peerText } from '../peer.ts'
import { both, say } from './texts.ts'

const PUBLIC_FILE = 0o644
const MAX_FILE = 8 << 20

/** `concert courier identity FILE`: this node's identity, for people to carry. */
export const courierIdentity = defineCommand({
  options: {},
  positionals: {
    file: { summary: { en: 'file to write, never overwritten', zh: '要写入的文件，绝不覆盖' } },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<object>('/api/v1/courier/identity')
    if (!answer.ok) return reportRefusal(context, answer)
    const file = resolve(context.args.positionals.file)
    try {
      if (!(await createFile(file, utf8(JSON.stringify(answer.value)), PUBLIC_FILE))) {
        return fail(context, 'file-exists', file)
      }
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return fail(context, 'file-bad', file)
    }
    print(context, { file }, () => `${say(context.lang, 'identity-written', { file })}\n`)
    return EXIT.ok
  },
})

/** `concert peer bring FILE`: adds a node that can't be asked for its identity. */
export const peerBring = defineCommand({
  options: {},
  positionals: {
    file: {
      summary: {
        en: 'what the other side wrote with `concert courier identity`',
        zh: '对方以 `concert courier identity` 写出的文件',
      },
    },
  },
  details: {
    en: 'Compare the safety number afterwards, as with any peer. What is exchanged with it goes by courier until `concert peer road` says otherwise.',
    zh: '随后须照常比对安全码。此后以信使投递，直至用 `concert peer road` 另行设定。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { file } = context.args.positionals
    const identities = await readIdentities(resolve(file))
    if (identities === undefined) return fail(context, 'file-bad', file)
    if (identities === null) return fail(context, 'not-identity', file)
    const answer = await admin.value.post<PeerView>('/api/v1/peers/brought', {
      json: { identities },
    })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (peer) => peerText(context, peer))
    return EXIT.ok
  },
})

/** Undefined when the file can't be read, null when it is something else. */
async function readIdentities(file: string): Promise<readonly object[] | null | undefined> {
  let text: string
  try {
    if ((await stat(file)).size > MAX_FILE) return null
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
  try {
    const { identities } = JSON.parse(text) as { identities?: unknown }
    const isList = Array.isArray(identities) && identities.length > 0
    return isList && identities.every((each) => typeof each === 'object' && each !== null)
      ? (identities as object[])
      : null
  } catch {
    return null
  }
}

function fail(
  context: CommandContext,
  code: 'file-exists' | 'file-bad' | 'not-identity',
  file: string,
): number {
  complain(context, { code, sentence: both(code, { file }) })
  return code === 'file-exists' ? EXIT.refused : EXIT.usage
}
