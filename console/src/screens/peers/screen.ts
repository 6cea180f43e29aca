import type { Screen } from '../../app/screen.ts'

export const PEERS: Screen = {
  path: '/peers',
  title: ['Peers', '对等节点'],
  pinyin: 'ddjd',
  icon: 'peers',
  jump: 'p',
  nav: 'main',
  load: async () => (await import('./peers-screen.tsx')).PeersScreen,
}

export const PEER: Screen = {
  path: '/peers/$node',
  title: ['Peer', '对等节点'],
  load: async () => (await import('./peer-screen.tsx')).PeerScreen,
}
