import type { Screen } from '../../app/screen.ts'

export const STATISTICS: Screen = {
  path: '/intel/statistics',
  title: ['Statistics', '统计'],
  pinyin: 'tj',
  icon: 'scorecard',
  nav: 'more',
  opens: 'POST /api/v1/intel/search',
  load: async () => (await import('./statistics-screen.tsx')).StatisticsScreen,
}
