import type { Screen } from '../../app/screen.ts'

export const RELEASE: Screen = {
  path: '/release',
  title: ['Release', '放行'],
  pinyin: 'fx',
  icon: 'release',
  jump: 'l',
  nav: 'main',
  roles: ['duty-officer', 'analyst', 'release-officer', 'legal', 'auditor'],
  load: async () => (await import('./release-screen.tsx')).ReleaseScreen,
}
