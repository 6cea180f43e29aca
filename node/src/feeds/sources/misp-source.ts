import type { JsonObject } from '@concert/core'
import { FeedError } from '../feed-codes.ts'
import type { FeedBatch, SourceInput } from '../feed-source.ts'
import { eventObjects } from '../misp/event-objects.ts'
import { isUuid, readEvent } from '../misp/read-event.ts'
import { BatchMaker } from './batch-maker.ts'
import { getChanged, getJson, isObject, readJson } from './conditional-get.ts'

const MAX_EVENTS = 1_000_000
const PARTS_AT_ONCE = 500

/**
 * A folder of a MISP feed: `manifest.json` names the events and when each changed, `UUID.json` holds
 * one. Only events that are new or changed are fetched; each counts as read when all of it is stored,
 * and the manifest when all events are.
 */
export async function* mispSource(input: SourceInput): AsyncGenerator<FeedBatch, void, undefined> {
  const { url } = input.settings
  const folder = url.replace(/(?:manifest\.json)?$/, '').replace(/\/?$/, '/')
  const file = await getChanged(input, `${folder}manifest.json`)
  if (file === undefined) return
  const events = readManifest(await readJson(input, file.body))
  let isWhole = true
  for (let from = 0; from < events.length; from += PARTS_AT_ONCE) {
    const some = events.slice(from, from + PARTS_AT_ONCE)
    const known = await input.knownParts(some.map(({ part }) => part))
    for (const event of some) {
      if (known.get(event.part) === event.mark) continue
      const batches = readOne(input, folder, event)
      try {
        yield* batches
      } catch (error) {
        // One event that is broken or gone costs only itself, until the next time.
        if (!(error instanceof FeedError) || !isOfEvent(error)) throw error
        isWhole = false
        yield { objects: [], faults: [{ code: error.code, at: `${event.part}.json` }] }
      }
    }
  }
  yield { objects: [], faults: [], ...(isWhole && { position: file.position }) }
}

interface ListedEvent {
  readonly part: string
  /** MISP's timestamp. */
  readonly mark: string
}

/** In the order of their change, so that what a reading leaves behind is the newest. */
function readManifest(manifest: JsonObject): readonly ListedEvent[] {
  const entries = Object.entries(manifest)
  if (entries.length > MAX_EVENTS) throw new FeedError('feed-objects')
  const events = entries.flatMap(([part, about]) => {
    if (!isUuid(part) || !isObject(about)) return []
    return [{ part, mark: String(about.timestamp ?? '').slice(0, 40) }]
  })
  if (events.length === 0 && entries.length > 0) throw new FeedError('feed-malformed')
  return events.sort((a, b) => Number(a.mark) - Number(b.mark) || (a.part < b.part ? -1 : 1))
}

async function* readOne(
  input: SourceInput,
  folder: string,
  listed: ListedEvent,
): AsyncGenerator<FeedBatch, void, undefined> {
  const { settings, creator, now } = input
  const event = readEvent(await getJson(input, `${folder}${listed.part}.json`), listed.part)
  const maker = new BatchMaker()
  const place = (at: string) => `${listed.part}.json ${at}`
  const take = () => {
    const { objects, faults } = maker.take()
    return { objects, faults: faults.map(({ code, at }) => ({ code, at: place(at) })) }
  }
  for (const _ of eventObjects(event, { settings, creator, now: now() }, maker)) yield take()
  yield { ...take(), part: listed }
}

function isOfEvent({ code }: FeedError): boolean {
  return code === 'feed-malformed' || code === 'feed-status' || code === 'feed-media'
}
