import type { Screen } from '../../app/screen.ts'

export const ACCOUNTS: Screen = {
  path: '/accounts',
  title: ['Accounts', '账户'],
  pinyin: 'zh',
  icon: 'accounts',
  nav: 'more',
  roles: ['operator', 'auditor'],
  load: async () => (await import('./accounts-screen.tsx')).AccountsScreen,
}
