import type { Screen } from '../../app/screen.ts'

export const RELEASE: Screen = {
  path: '/release',
  title: ['Release', '放行'],
  pinyin: 'fx',
  icon: 'release',
  jump: 'l',
  nav: 'main',
  opens: 'POST /api/v1/release/queue',
  load: async () => (await import('./release-screen.tsx')).ReleaseScreen,
}

export const SHARE: Screen = {
  path: '/release/share',
  title: ['Share', '共享'],
  pinyin: 'gx',
  opens: 'POST /api/v1/release/outlook',
  load: async () => (await import('./share-screen.tsx')).ShareScreen,
}
