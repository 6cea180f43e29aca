import type { NodeLink } from './node-link.ts'

/**
 * Peers, confirmed both ways, with a compact in force.
 *
 * @param urlOfB - where `a` reaches `b`, when that is not `b` itself
 * @returns the node id of `b`
 */
export async function introduce(a: NodeLink, b: NodeLink, urlOfB: string = b.url): Promise<string> {
  const seenByA = await a.ask('add', urlOfB)
  const seenByB = await b.ask('add', a.url)
  await a.ask('confirm', seenByA.node, seenByB.safetyNumber)
  await b.ask('confirm', seenByB.node, seenByA.safetyNumber)
  const digest = await a.ask('propose', seenByA.node)
  await b.ask('sign', digest)
  await a.ask('inForce')
  return seenByA.node
}
