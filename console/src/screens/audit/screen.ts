import type { Screen } from '../../app/screen.ts'

export const AUDIT: Screen = {
  path: '/audit',
  title: ['Audit trail', '审计记录'],
  pinyin: 'sjjl',
  icon: 'audit',
  nav: 'more',
  opens: 'GET /api/v1/audit',
  load: async () => (await import('./audit-screen.tsx')).AuditScreen,
}
