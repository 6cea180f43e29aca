import type { Screen } from '../../app/screen.ts'

export const DIRECTORY: Screen = {
  path: '/directory',
  title: ['Directory', '联络点名录'],
  pinyin: 'lldml',
  icon: 'directory',
  jump: 'n',
  nav: 'main',
  opens: 'GET /api/v1/contacts',
  load: async () => (await import('./directory-screen.tsx')).DirectoryScreen,
}
