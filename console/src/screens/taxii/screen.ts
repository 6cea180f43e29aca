import type { Screen } from '../../app/screen.ts'

export const TAXII: Screen = {
  path: '/taxii',
  title: ['TAXII', 'TAXII服务'],
  pinyin: 'fw',
  icon: 'taxii',
  nav: 'more',
  roles: ['analyst', 'auditor', 'operator'],
  load: async () => (await import('./taxii-screen.tsx')).TaxiiScreen,
}
