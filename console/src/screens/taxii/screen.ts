import type { Screen } from '../../app/screen.ts'

export const TAXII: Screen = {
  path: '/taxii',
  title: ['TAXII', 'TAXII服务'],
  pinyin: 'fw',
  icon: 'taxii',
  nav: 'more',
  opens: 'GET /api/v1/taxii/collections',
  load: async () => (await import('./taxii-screen.tsx')).TaxiiScreen,
}
