import type { NodeContext } from '../context.ts'
import type { Bilingual } from '../i18n/language.ts'

/** What a party calls itself, with the beginning of its id: names may be alike. */
export async function nameOfParty(
  { identities }: Pick<NodeContext, 'identities'>,
  node: string,
): Promise<Bilingual> {
  const names = (await identities.current(node))?.names
  const id = node.slice(0, 8)
  return names ? { en: `${names.en} ${id}`, zh: `${names.zh} ${id}` } : { en: id, zh: id }
}

/** Several parties in one sentence, each once. */
export async function namesOfParties(
  context: Pick<NodeContext, 'identities'>,
  nodes: readonly string[],
): Promise<Bilingual> {
  const names = await Promise.all([...new Set(nodes)].map((node) => nameOfParty(context, node)))
  return {
    en: names.map(({ en }) => en).join(', '),
    zh: names.map(({ zh }) => zh).join('、'),
  }
}
