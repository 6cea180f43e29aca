import type { Screen } from '../../app/screen.ts'

export const FEEDS: Screen = {
  path: '/feeds',
  title: ['Feeds', '订阅源'],
  pinyin: 'dyy',
  icon: 'feeds',
  nav: 'more',
  roles: ['analyst', 'duty-officer', 'auditor', 'operator'],
  load: async () => (await import('./feeds-screen.tsx')).FeedsScreen,
}
