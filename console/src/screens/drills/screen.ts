import type { Screen } from '../../app/screen.ts'

export const DRILLS: Screen = {
  path: '/drills',
  title: ['Drills', '应急演练'],
  pinyin: 'yjyl',
  icon: 'drills',
  jump: 'x',
  nav: 'more',
  opens: 'GET /api/v1/drills',
  load: async () => (await import('./drills-screen.tsx')).DrillsScreen,
}
