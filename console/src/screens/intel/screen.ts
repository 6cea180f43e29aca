import type { Screen } from '../../app/screen.ts'

export const INTEL: Screen = {
  path: '/intel',
  title: ['Intelligence', '威胁信息'],
  pinyin: 'wxxx',
  icon: 'intel',
  jump: 'i',
  nav: 'main',
  opens: 'POST /api/v1/intel/search',
  load: async () => (await import('./intel-screen.tsx')).IntelScreen,
}

export const INTEL_OBJECT: Screen = {
  path: '/intel/$id',
  title: ['Object', '对象'],
  opens: 'POST /api/v1/intel/object',
  load: async () => (await import('./object-screen.tsx')).ObjectScreen,
}
