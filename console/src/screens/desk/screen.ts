import type { Screen } from '../../app/screen.ts'

export const DESK: Screen = {
  path: '/desk',
  title: ['Desk', '值班台'],
  pinyin: 'zbt',
  icon: 'desk',
  jump: 'd',
  nav: 'main',
  load: async () => (await import('./desk-screen.tsx')).DeskScreen,
}
