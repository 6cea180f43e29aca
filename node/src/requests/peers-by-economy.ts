import type { NodeParts } from '../node-parts.ts'

/** The peers that people here have confirmed, each with the economy that its identity names. */
export async function peersByEconomy(
  context: NodeParts['context'],
  peers: NodeParts['peers'],
): Promise<readonly { readonly node: string; readonly economy: string }[]> {
  const confirmed = (await peers.list()).filter(({ state }) => state === 'confirmed')
  return await Promise.all(
    confirmed.map(async ({ node }) => {
      const identity = await context.identities.current(node)
      return { node, economy: identity?.economy ?? '' }
    }),
  )
}
