import type { Screen } from '../../app/screen.ts'

export const TRUST: Screen = {
  path: '/trust',
  title: ['Trust', '信任'],
  pinyin: 'xr',
  icon: 'trust',
  jump: 't',
  nav: 'main',
  load: async () => (await import('./trust-screen.tsx')).TrustScreen,
}

export const VERIFY: Screen = {
  path: '/trust/verify',
  title: ['Check evidence', '核验证据'],
  pinyin: 'hyzj',
  icon: 'check',
  nav: 'more',
  load: async () => (await import('./verify-screen.tsx')).VerifyScreen,
}
