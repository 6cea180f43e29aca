import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Language } from '../i18n/language.ts'
import { mayCall, PERMISSIONS, permissionOf } from './permissions.ts'
import { ROLE_TEXTS, ROLES, type Role } from './roles.ts'

/** Served on loopback alone, behind the operator's token. */
const LOOPBACK_ONLY = ['GET /metrics', 'GET /api/v1/openapi.json']

interface WhoTold {
  readonly 'x-who'?: readonly Role[] | 'signed-in' | 'anyone'
}

async function routesOfApi(): Promise<readonly string[]> {
  const text = await readFile(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> }
  const routes = Object.entries(paths).flatMap(([path, methods]) => {
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
    return Object.keys(methods).map((method) => `${method.toUpperCase()} ${url}`)
  })
  return routes.filter((route) => !LOOPBACK_ONLY.includes(route))
}

const callers = Object.fromEntries(
  ROLES.map((role) => [role, { roles: new Set([role]), isKey: false }]),
) as unknown as Record<Role, { roles: ReadonlySet<Role>; isKey: boolean }>

test('every route of the API has an entry in the table of permissions, and none is of no route', async () => {
  const routes = await routesOfApi()
  expect(Object.keys(PERMISSIONS).toSorted()).toEqual([...routes].toSorted())
})

test('the API document tells every route and role what the table says: the console offers by it', async () => {
  const text = await readFile(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, WhoTold>> }
  for (const route of await routesOfApi()) {
    const [method = '', url = ''] = route.split(' ')
    const told = paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.['x-who']
    for (const role of ROLES) {
      const isTold = typeof told === 'string' || told?.includes(role) === true
      expect(isTold, `${route} ${role}`).toBe(mayCall(route, callers[role]) === 'allowed')
    }
  }
})

test('what the table does not name nobody may call', () => {
  for (const role of ROLES) {
    expect(mayCall('GET /api/v1/not-there', callers[role])).toBe('no-entry')
    expect(mayCall('GET toString', callers[role])).toBe('no-entry')
  }
})

test('without a session only who I am and the set-up are open', () => {
  const open = Object.keys(PERMISSIONS).filter((route) => mayCall(route, undefined) === 'allowed')
  expect(open).toEqual(['GET /api/v1/session', 'GET /api/v1/setup', 'POST /api/v1/setup'])
})

test('roles are kept apart: who runs the node releases nothing, who reads changes nothing', () => {
  const may = (role: Role, route: string) => mayCall(route, callers[role]) === 'allowed'
  for (const name of ['share', 'retract', 'release/approve', 'release/break-glass', 'import']) {
    expect(may('operator', `POST /api/v1/${name}`)).toBe(false)
  }
  expect(may('diplomat', 'GET /api/v1/objects')).toBe(false)
  const own = [
    'POST /api/v1/sessions/revoke',
    'POST /api/v1/session/language',
    'POST /api/v1/intel/saved',
    'POST /api/v1/intel/saved/remove',
  ]
  for (const role of ['auditor', 'researcher'] as const) {
    const changes = Object.keys(PERMISSIONS).filter((route) => {
      const isChange = route.startsWith('POST ') && !permissionOf(route)?.isQuestion
      return isChange && permissionOf(route)?.who !== 'anyone' && may(role, route)
    })
    // So does writing a search to a file, which the trail notes.
    // Looking at the peers' logs and making evidence write nothing that anybody else sees.
    const harmless = ['POST /api/v1/monitor', 'POST /api/v1/evidence', 'POST /api/v1/intel/export']
    expect(changes.filter((route) => ![...own, ...harmless].includes(route))).toEqual([])
  }
  const officer = callers['release-officer']
  const key = { ...officer, isKey: true }
  expect(mayCall('POST /api/v1/release/approve', officer)).toBe('allowed')
  expect(mayCall('POST /api/v1/release/approve', key)).toBe('personal')
})

const WORDS = {
  en: {
    head: '# Roles\n\nWritten by `npx vitest run node/src/accounts/permissions.test.ts -u` from the table that the node enforces (`node/src/accounts/permissions.ts`). A route that is not in the table is refused. One account may hold several roles; nobody approves what they asked for themselves, whatever their roles. *Person*: only somebody who is signed in, not an API key.\n',
    role: 'role',
    duty: 'what it is for',
    routes: 'Routes',
    route: 'route',
    anyone: 'everybody, without signing in',
    'signed-in': 'every account',
    personal: 'person',
  },
  zh: {
    head: '# 角色\n\n由 `npx vitest run node/src/accounts/permissions.test.ts -u` 根据节点实际执行的权限表（`node/src/accounts/permissions.ts`）生成。权限表中没有的接口一律拒绝。一个账户可兼任多个角色；无论角色如何，任何人不得审批自己提交的内容。*人员*：仅限已登录的人员，不能使用接口密钥。\n',
    role: '角色',
    duty: '职责',
    routes: '接口',
    route: '接口',
    anyone: '任何人，无需登录',
    'signed-in': '所有账户',
    personal: '人员',
  },
} as const

function documentOf(lang: Language): string {
  const words = WORDS[lang]
  const roles = ROLES.map((role) => {
    const { name, duty } = ROLE_TEXTS[role]
    return `| ${name[lang]} | \`${role}\` | ${duty[lang]} |`
  })
  const routes = Object.entries(PERMISSIONS).map(([route, { who, isPersonal }]) => {
    const cells = ROLES.map((role) => {
      return who === 'anyone' || who === 'signed-in' || who.includes(role) ? '✓' : ''
    })
    const all = typeof who === 'string' ? ` (${words[who]})` : ''
    return `| \`${route}\`${all} | ${cells.join(' | ')} | ${isPersonal ? words.personal : ''} |`
  })
  const names = ROLES.map((role) => ROLE_TEXTS[role].name[lang])
  return [
    words.head,
    `| ${words.role} | | ${words.duty} |\n|---|---|---|`,
    ...roles,
    `\n## ${words.routes}\n`,
    `| ${[words.route, ...names].join(' | ')} | |\n|${'---|'.repeat(names.length + 2)}`,
    ...routes,
    '',
  ].join('\n')
}

test('docs/roles.md and docs/roles.zh-CN.md are the table; renew them with vitest -u', async () => {
  await expect(documentOf('en')).toMatchFileSnapshot('../../../docs/roles.md')
  await expect(documentOf('zh')).toMatchFileSnapshot('../../../docs/roles.zh-CN.md')
})
