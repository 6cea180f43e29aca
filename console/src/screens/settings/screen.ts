import type { Screen } from '../../app/screen.ts'

export const SETTINGS: Screen = {
  path: '/settings',
  title: ['Settings', '设置'],
  pinyin: 'sz',
  icon: 'settings',
  jump: 's',
  nav: 'more',
  load: async () => (await import('./settings-screen.tsx')).SettingsScreen,
}
