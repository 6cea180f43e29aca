import type { Screen } from '../../app/screen.ts'

export const NOTICES: Screen = {
  path: '/notices',
  title: ['Notices', '通知'],
  pinyin: 'tz',
  icon: 'notices',
  jump: 'm',
  nav: 'more',
  opens: 'POST /api/v1/notices/list',
  load: async () => (await import('./notices-screen.tsx')).NoticesScreen,
}
