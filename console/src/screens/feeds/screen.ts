import type { Screen } from '../../app/screen.ts'

export const FEEDS: Screen = {
  path: '/feeds',
  title: ['Feeds', '订阅源'],
  pinyin: 'dyy',
  icon: 'feeds',
  nav: 'more',
  opens: 'GET /api/v1/feeds',
  load: async () => (await import('./feeds-screen.tsx')).FeedsScreen,
}
