import type { Screen } from '../../app/screen.ts'

export const REQUESTS: Screen = {
  path: '/requests',
  title: ['Requests', '协助请求'],
  pinyin: 'xzqq',
  icon: 'requests',
  jump: 'q',
  nav: 'main',
  opens: 'POST /api/v1/requests/list',
  load: async () => (await import('./requests-screen.tsx')).RequestsScreen,
}

export const NEW_REQUEST: Screen = {
  path: '/requests/new',
  title: ['New request', '新建请求'],
  opens: 'POST /api/v1/requests/drafts/keep',
  load: async () => (await import('./compose-screen.tsx')).ComposeScreen,
}

export const REQUEST: Screen = {
  path: '/requests/$id',
  title: ['Request', '协助请求'],
  opens: 'POST /api/v1/requests/list',
  load: async () => (await import('./request-screen.tsx')).RequestScreen,
}
