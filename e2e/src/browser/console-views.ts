import { Browser } from '@concert/node/testing/browser'
import { campaign } from './console-intel.ts'
import { seedDirectory, seedOperations, seedScorecard, seedTexts } from './console-seeds.ts'
import { PASSWORD, type PersonName, type World } from './console-world.ts'

/** A view of the console, and who looks at it. */
export interface View {
  readonly path: string
  readonly who: PersonName
}

/** Every screen that has an address of its own, with the tabs that look otherwise than their first. */
export const PLACES = [
  ['/desk', 'duty'],
  ['/requests', 'duty'],
  ['/requests?tab=refused', 'duty'],
  ['/requests?tab=drafts', 'duty'],
  ['/requests/new', 'duty'],
  ['/intel', 'duty'],
  ['/intel?tab=lookup', 'duty'],
  ['/intel?tab=matrix', 'duty'],
  ['/intel?tab=saved', 'duty'],
  ['/intel?tab=import', 'duty'],
  ['/intel/statistics', 'researcher'],
  ['/release', 'release'],
  ['/release?tab=blocked', 'release'],
  ['/release?tab=done', 'release'],
  ['/release?tab=recalls', 'release'],
  ['/release/share', 'duty'],
  ['/compacts', 'legal'],
  ['/compacts/new', 'legal'],
  ['/operations', 'duty'],
  ['/operations/new', 'duty'],
  ['/dialogue/scorecard', 'duty'],
  ['/dialogue/scorecard?tab=trend', 'duty'],
  ['/directory', 'duty'],
  ['/directory?tab=rota', 'duty'],
  ['/directory?tab=pings', 'duty'],
  ['/peers', 'operator'],
  ['/trust', 'auditor'],
  ['/trust/verify', 'auditor'],
  ['/drills', 'duty'],
  ['/notices', 'duty'],
  ['/feeds', 'operator'],
  ['/taxii', 'operator'],
  ['/accounts', 'operator'],
  ['/audit', 'auditor'],
  ['/settings', 'duty'],
] as const satisfies readonly (readonly [string, PersonName])[]

/** Puts something on every screen of `a`. @returns the views of one thing each that there are then */
export async function seedViews(world: World): Promise<readonly View[]> {
  await seedScorecard(world)
  await seedOperations(world)
  await seedDirectory(world)
  const untranslated = await seedTexts(world)
  const translated = await seedTexts(world)
  const { desks } = world
  const { intelligence, stixIdentity, search, requests, people, compacts } = desks.pair.a.parts
  const objects = campaign(stixIdentity.view.id)
  await intelligence.importObjects([stixIdentity, ...objects])
  await search.caughtUp()
  const { requests: owed } = await requests.list({ side: 'owner', open: true })
  const request = owed.find(({ urgency }) => urgency === 'u1')?.id ?? ''
  await holdWord(world, request)
  await translateNote(world, translated)
  const [operation] = await people.operations.list(false)
  const compact = await compacts.inForceWith(desks.node('b'))
  const indicator = objects.find(({ view }) => view.type === 'indicator')?.view.id ?? ''
  const details = [
    [`/requests/${request}`, 'duty'],
    [`/requests/${request}?tab=targets`, 'duty'],
    [`/requests/${request}?tab=messages`, 'duty'],
    [`/requests/${request}?tab=ladder`, 'duty'],
    [`/requests/${request}`, 'release'],
    [`/requests/${untranslated}`, 'duty'],
    [`/requests/${untranslated}?tab=messages`, 'duty'],
    [`/requests/${translated}?tab=messages`, 'duty'],
    [`/intel/${indicator}`, 'duty'],
    [`/intel/${indicator}?tab=relations`, 'duty'],
    [`/intel/${indicator}?tab=sightings`, 'duty'],
    [`/intel/${indicator}?tab=timeline`, 'duty'],
    [`/intel/${indicator}?tab=history`, 'duty'],
    [`/intel/${indicator}?tab=bytes`, 'duty'],
    [`/compacts/${compact?.id}`, 'legal'],
    [`/operations/${operation?.id}`, 'duty'],
    [`/peers/${desks.node('b')}`, 'operator'],
  ] as const satisfies readonly (readonly [string, PersonName])[]
  return details.map(([path, who]) => ({ path, who }))
}

/** Suspends tiers of the compact of `a`, by both sides. @returns the views that say so */
export async function suspendTiers({ desks }: World): Promise<readonly View[]> {
  const { a, b } = desks.pair
  const compact = await a.parts.compacts.inForceWith(desks.node('b'))
  const id = compact?.id ?? ''
  const theirs = await b.parts.compacts.suspend(id, 'requests', 'review', undefined)
  const ours = await a.parts.compacts.suspend(id, 'intelligence', 'incident', undefined)
  if (!theirs.ok || !ours.ok) throw new Error(JSON.stringify([theirs, ours]))
  await desks.rest()
  return [
    { path: '/desk', who: 'duty' },
    { path: '/compacts', who: 'legal' },
    { path: `/compacts/${id}`, who: 'legal' },
    { path: `/peers/${desks.node('b')}`, who: 'operator' },
    { path: '/release/share', who: 'duty' },
  ]
}

/** Puts the note of a refusal into Chinese, here. */
async function translateNote({ desks, email }: World, id: string): Promise<void> {
  const { events } = await desks.show('a', id)
  const statement = events.find(({ kind }) => kind === 'request.refuse')?.digest ?? ''
  const words = '该钓鱼网站所在的网络运营者，我方无法联系。'
  const browser = new Browser(desks.pair.a)
  await browser.signIn(email('duty'), PASSWORD)
  const order = { statement, path: '/note', lang: 'zh', words }
  const put = await browser.post('/api/v1/translations/put', order)
  if (put.status !== 200) throw new Error(JSON.stringify(put.body))
}

/** A word that names somebody waits for a second person. */
async function holdWord(world: World, id: string): Promise<void> {
  const browser = new Browser(world.desks.pair.a)
  await browser.signIn(world.email('duty'), PASSWORD)
  const text = 'We wrote to victim@bank.example and wait for their answer.'
  const note = { original: { lang: 'en', text }, translation: null, authoritative: 'original' }
  const content = { note, answers: [], evidence: [] }
  const act = { questions: [], targets: [] }
  const said = await browser.post('/api/v1/requests/move', { id, move: 'update', act, content })
  if (said.status !== 200) throw new Error(JSON.stringify(said.body))
}
