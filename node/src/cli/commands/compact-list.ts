import type { CompactSummary } from '../../compacts/compact-summary.ts'
import type { VersionView } from '../../compacts/compacts.ts'
import { translate } from '../../i18n/translate.ts'
import { type AdminClient, connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { namesOf, standingText, titleLine } from './compact-text.ts'

/** `concert compact list`: what each is called, between whom, and how it stands. */
export const compactList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ readonly compacts: readonly CompactSummary[] }>(
      '/api/v1/compacts',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { compacts } = answer.value
    if (context.json) {
      print(context, { compacts }, () => '')
      return EXIT.ok
    }
    const names = await namesOf(admin.value, context.lang)
    const texts: string[] = []
    for (const compact of compacts) {
      const title = titleLine(await wordsOf(admin.value, compact))
      texts.push(`${title}\n${standingText(context.lang, compact, names)}`)
    }
    const none = `${translate(context.lang, 'compact.none')}\n`
    print(context, { compacts }, () => (texts.length === 0 ? none : texts.join('\n')))
    return EXIT.ok
  },
})

async function wordsOf(admin: AdminClient, { digest, proposals }: CompactSummary) {
  const json = { digest: digest ?? proposals.at(-1)?.digest }
  const version = await admin.post<VersionView>('/api/v1/compacts/version', { json })
  return version.ok ? version.value.words : null
}
