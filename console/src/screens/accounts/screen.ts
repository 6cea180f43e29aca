import type { Screen } from '../../app/screen.ts'

export const ACCOUNTS: Screen = {
  path: '/accounts',
  title: ['Accounts', '账户'],
  pinyin: 'zh',
  icon: 'accounts',
  nav: 'more',
  opens: 'GET /api/v1/accounts',
  load: async () => (await import('./accounts-screen.tsx')).AccountsScreen,
}
