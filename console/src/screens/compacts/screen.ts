import type { Screen } from '../../app/screen.ts'

export const COMPACTS: Screen = {
  path: '/compacts',
  title: ['Compacts', '合作约定'],
  pinyin: 'hzyd',
  icon: 'compacts',
  jump: 'c',
  nav: 'main',
  load: async () => (await import('./compacts-screen.tsx')).CompactsScreen,
}

export const NEW_COMPACT: Screen = {
  path: '/compacts/new',
  title: ['Propose a compact', '提出合作约定'],
  opens: 'POST /api/v1/compacts',
  load: async () => (await import('./propose-screen.tsx')).ProposeScreen,
}

export const COMPACT: Screen = {
  path: '/compacts/$id',
  title: ['Compact', '合作约定'],
  load: async () => (await import('./compact-screen.tsx')).CompactScreen,
}
