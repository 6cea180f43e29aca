import type { Screen } from '../../app/screen.ts'

export const OPERATIONS: Screen = {
  path: '/operations',
  title: ['Operations', '协同行动'],
  pinyin: 'xtxd',
  icon: 'operations',
  jump: 'o',
  nav: 'main',
  opens: 'POST /api/v1/operations/list',
  load: async () => (await import('./operations-screen.tsx')).OperationsScreen,
}

export const NEW_OPERATION: Screen = {
  path: '/operations/new',
  title: ['Propose an operation', '提议协同行动'],
  opens: 'POST /api/v1/operations',
  load: async () => (await import('./propose-screen.tsx')).ProposeScreen,
}

export const OPERATION: Screen = {
  path: '/operations/$id',
  title: ['Operation', '协同行动'],
  opens: 'POST /api/v1/operations/show',
  load: async () => (await import('./operation-screen.tsx')).OperationScreen,
}
