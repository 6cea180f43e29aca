import { Browser, consoleConfig } from '@concert/node/testing/browser'
import { Desks, phishing, worded } from '@concert/node/testing/desks'
import { type Pair, type Side, startPair } from '@concert/node/testing/pair'

/** The password of everybody in the world of the tests. */
export const PASSWORD = 'lamp reads the ledger'

/** The operator comes first: before there is one, nobody signs in. */
const PEOPLE = {
  operator: { name: 'Ola Berg', roles: ['operator'] },
  duty: { name: 'Mara Lindqvist', roles: ['duty-officer', 'analyst'] },
  release: { name: 'Jonas Ek', roles: ['release-officer'] },
  legal: { name: '米拉', roles: ['legal', 'diplomat'] },
  auditor: { name: 'Wen Li', roles: ['auditor'] },
  researcher: { name: 'Ines Rojas', roles: ['researcher'] },
} as const

/** A role at a node. */
type Role = Parameters<Desks['pair']['a']['parts']['accounts']['add']>[0]['roles'][number]

/** Somebody who has an account at both nodes. */
export type PersonName = keyof typeof PEOPLE

/** Two nodes with consoles, people, and something on every desk. */
export interface World {
  readonly desks: Desks
  /** Address of a side's console. */
  origin(side: Side): string
  email(who: PersonName): string
  /** Cookies of somebody who is signed in, for a browser's context. */
  cookies(side: Side, who: PersonName): Promise<{ name: string; value: string; url: string }[]>
  /** Cookies of somebody who is these things alone at `a`. */
  cookiesOf(...roles: readonly string[]): Promise<{ name: string; value: string; url: string }[]>
  /** Ends every session of somebody, as from another device. */
  endSessions(side: Side, who: PersonName): Promise<void>
  /** Starts a node again that runs or was stopped, its console at the same address. */
  restart(side: Side): Promise<void>
  stop(side: Side): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the world; everything in it goes over HTTP and through the consoles' own listeners.
 *
 * @param idleMinutes - after which a session ends by itself
 */
export async function openWorld(idleMinutes = 60): Promise<World> {
  const desks = await Desks.open()
  const { pair } = desks
  const settings = {
    a: { console: await consoleConfig({ secondFactor: 'optional', idleMinutes }) },
    b: { console: await consoleConfig({ secondFactor: 'optional', idleMinutes }) },
  }
  for (const side of ['a', 'b'] as const) {
    await pair.restart(side, settings[side])
    await addPeople(pair, side)
  }
  await askAround(desks)
  const stopped = new Set<Side>()
  const world: World = {
    desks,
    origin: (side) => pair[side].consoleUrl ?? '',
    email: (who) => `${who}@example.test`,
    cookies: (side, who) => cookiesOf(pair, side, world.email(who)),
    async cookiesOf(...names) {
      const { accounts } = pair.a.parts
      const email = 'walker@example.test'
      const roles = names as readonly Role[]
      const known = await accounts.setRoles(email, roles)
      if (!known.ok) await addPerson(pair, 'a', email, { name: 'Wat Walker', roles })
      return await cookiesOf(pair, 'a', email)
    },
    async endSessions(side, who) {
      const browser = new Browser(pair[side])
      await browser.signIn(world.email(who), PASSWORD)
      await browser.post('/api/v1/sessions/revoke', { which: 'all' })
    },
    async restart(side) {
      await world.stop(side)
      await pair.start(side, settings[side])
      stopped.delete(side)
    },
    async stop(side) {
      if (!stopped.has(side)) await pair.stop(side)
      stopped.add(side)
    },
    close: async () => await desks.close(),
  }
  return world
}

/** A node that has people and nothing else yet, as on its first day: no peer, no compact. */
export async function openFirstDay(): Promise<Pick<World, 'origin' | 'cookies' | 'close'>> {
  const pair = await startPair()
  await pair.restart('a', { console: await consoleConfig({ secondFactor: 'optional' }) })
  await addPeople(pair, 'a')
  return {
    origin: (side) => pair[side].consoleUrl ?? '',
    cookies: (side, who) => cookiesOf(pair, side, `${who}@example.test`),
    close: async () => await pair.close(),
  }
}

async function cookiesOf(pair: Pair, side: Side, email: string) {
  const browser = new Browser(pair[side])
  await browser.signIn(email, PASSWORD)
  const url = pair[side].consoleUrl ?? ''
  return [...browser.cookies].map(([name, value]) => ({ name, value, url }))
}

async function addPeople(pair: Pair, side: Side): Promise<void> {
  for (const [who, person] of Object.entries(PEOPLE)) {
    await addPerson(pair, side, `${who}@example.test`, person)
  }
}

async function addPerson(
  pair: Pair,
  side: Side,
  email: string,
  { name, roles }: { readonly name: string; readonly roles: readonly Role[] },
): Promise<void> {
  const added = await pair[side].parts.accounts.add({ email, name, roles })
  if (!added.ok) throw new Error(added.code)
  const browser = new Browser(pair[side])
  const entered = await browser.signIn(email, added.value.password)
  if (entered.status !== 200) throw new Error(JSON.stringify(entered.body))
  const changed = await browser.post('/auth/change-password', {
    currentPassword: added.value.password,
    newPassword: PASSWORD,
  })
  if (changed.status !== 200) throw new Error(JSON.stringify(changed.body))
}

/** Requests in both directions, of every urgency, one with many targets. */
async function askAround(desks: Desks): Promise<void> {
  const ask = async (
    from: Side,
    [en, zh]: readonly [string, string],
    act: object,
    targets: readonly string[],
  ) => {
    const draft = phishing(desks.node(from === 'a' ? 'b' : 'a'))
    const content = { ...draft.content, title: worded(en, zh) } as typeof draft.content
    const whole = { ...draft, content, act: { ...draft.act, ...act } }
    await desks.send(from, whole, targets)
  }
  const many = Array.from({ length: 214 }, (_, n) => `https://login-haldenbank-${n}.example/auth`)
  await ask(
    'b',
    [
      'Ransomware control servers hitting three hospital networks',
      '勒索软件控制服务器正在攻击三家医院网络',
    ],
    { urgency: 'u0', harm: 'life' },
    ['https://c2.evil.example/x', '203.0.113.47'],
  )
  await ask(
    'b',
    ['214 phishing pages copying Halden Bank', '214个仿冒哈尔登银行的钓鱼页面'],
    { urgency: 'u1' },
    many,
  )
  await ask('b', ['Nine defaced university sites', '九个高校网站被篡改'], { urgency: 'u2' }, [
    'https://uni.example/',
  ])
  await ask('a', ['Owner of a spoofed payment site', '仿冒支付网站的注册人'], { urgency: 'u1' }, [
    'https://pay.example/',
  ])
}
