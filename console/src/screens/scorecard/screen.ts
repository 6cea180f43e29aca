import type { Screen } from '../../app/screen.ts'

export const SCORECARD: Screen = {
  path: '/dialogue/scorecard',
  title: ['Scorecard', '记分卡'],
  pinyin: 'jfk',
  icon: 'scorecard',
  jump: 'k',
  nav: 'main',
  opens: 'GET /api/v1/scorecards',
  load: async () => (await import('./scorecard-screen.tsx')).ScorecardScreen,
}
