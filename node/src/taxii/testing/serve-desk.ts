import { randomUUID } from 'node:crypto'
import { readStixObject, type StixObject, type Tlp } from '@concert/stix'
import { createTaxiiServer, type TaxiiServer } from '@concert/taxii'
import type { Store } from '../../store/store.ts'
import type { ViewDefinition } from '../view-definition.ts'
import { type OpenDesk, openDesk } from './open-desk.ts'

const ROOT = '/taxii2/api/'

/** A desk with one collection, served. */
export interface ServedDesk extends OpenDesk {
  readonly server: TaxiiServer
  readonly id: string
  /** Path of the collection, with the slash at its end. */
  readonly at: string
  /** A token of its own for a clearance. */
  token(tlp: Tlp, outside?: boolean): Promise<string>
}

/** Serves the only collection of a desk over a store. */
export async function serveDesk(
  store: Store,
  view: ViewDefinition = {},
  now: () => number = Date.now,
): Promise<ServedDesk> {
  const opened = openDesk(store, now)
  const { desk, context } = opened
  const title = { en: 'One', zh: '一' }
  const added = await desk.addCollection({ title, view, readable: true, writable: true })
  const id = added.ok ? added.value.id : ''
  const server = serverOver(desk.store, desk, context)
  const token = async (tlp: Tlp, outside = false) => {
    const wish = { name: tlp, tlp, outside, read: [id], write: [id] }
    const made = await desk.addToken(wish)
    return made.ok ? made.value.token : ''
  }
  return { ...opened, server, id, at: `${ROOT}collections/${id}/`, token }
}

/** A server over the store of a desk, or over something in front of it. */
export function serverOver(
  store: OpenDesk['desk']['store'],
  desk: OpenDesk['desk'],
  { now }: OpenDesk['context'],
): TaxiiServer {
  return createTaxiiServer({
    info: { title: 'Test', apiRoot: ROOT, maxContentLength: 10_000_000 },
    store,
    authenticate: (credentials) => desk.authenticate(credentials),
    now,
    uuid: randomUUID,
    maxDirect: 1000,
  })
}

/** @throws Error for an object that is not valid */
export function readObject(object: object): StixObject {
  const done = readStixObject(new TextEncoder().encode(JSON.stringify(object)))
  if (!done.ok) throw new Error(JSON.stringify(done.faults))
  return done.value
}
