import { useGet } from '../api/query.ts'
import type { Both, Named } from '../i18n/both.ts'
import { shortHex } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import { useSession } from '../session/session.ts'

const atCommandLine: Both = ['operator (command line)', '运维管理员（命令行）']
const us: Both = ['this node', '本节点']

/** Names of nodes by their ids: our own, our peers', and the id of what is neither. */
export function useNames(): (node: string) => Both | Named {
  const peers = useGet('/api/v1/peers').data?.peers
  const own = useSession().data?.node
  return (node) => {
    if (node === own?.id) return own.names ?? us
    return peers?.find((peer) => peer.node === node)?.names ?? [shortHex(node), shortHex(node)]
  }
}

/** Who acts without an account, as the trail calls them. */
const NAMELESS: Readonly<Record<string, Both>> = { operator: atCommandLine, node: us }

/** Names of people by the ids of their accounts; who acts at the command line has none. */
export function usePeople(): (id: string) => string {
  const t = useText()
  const people = useGet('/api/v1/people').data?.people
  return (id) => people?.find((person) => person.id === id)?.name ?? t(NAMELESS[id] ?? [id, id])
}
