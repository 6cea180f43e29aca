import type { Screen } from '../../app/screen.ts'

const READERS = ['duty-officer', 'analyst', 'release-officer', 'legal', 'auditor', 'researcher']

export const INTEL: Screen = {
  path: '/intel',
  title: ['Intelligence', '威胁信息'],
  pinyin: 'wxxx',
  icon: 'intel',
  jump: 'i',
  nav: 'main',
  roles: READERS,
  load: async () => (await import('./intel-screen.tsx')).IntelScreen,
}

export const INTEL_OBJECT: Screen = {
  path: '/intel/$id',
  title: ['Object', '对象'],
  roles: READERS,
  load: async () => (await import('./object-screen.tsx')).ObjectScreen,
}
