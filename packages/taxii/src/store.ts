import type { StixObject } from '@concert/stix'
import type { DeflatedObjects } from './gzip-pages.ts'
import type { Micros } from './timestamp.ts'

/** A collection as one consumer may see it. */
export interface Collection {
  /** UUIDv4. */
  readonly id: string
  readonly title: string
  readonly description?: string | undefined
  readonly alias?: string | undefined
  readonly canRead: boolean
  readonly canWrite: boolean
}

/** Which versions of each object: a union (TAXII 2.1 §3.4.1). */
export type VersionFilter =
  | { readonly all: true }
  | {
      readonly all: false
      readonly first: boolean
      readonly last: boolean
      /** As {@link versionOrder} writes them. */
      readonly values: readonly string[]
    }

/** A page of what is in a collection, the oldest first. */
export interface PageQuery {
  /** `added_after`, 0 without: first and last version are chosen among what came later. */
  readonly addedAfter: Micros
  /** Where the page begins: after this time of adding; at least `addedAfter`. */
  readonly from: Micros
  /** At most so many; a page of exactly so many may be followed by others. */
  readonly limit: number
  readonly ids?: readonly string[]
  readonly types?: readonly string[]
  readonly versions: VersionFilter
}

interface PageEnds {
  /** Times of adding of the first and the last one; 0 when there is none. */
  readonly first: Micros
  readonly last: Micros
  readonly more: boolean
}

/** Bytes that a {@link ObjectPage} with room has free on each side of its objects. */
export const ENVELOPE_ROOM = 80

/** Objects in their exact bytes. */
export interface ObjectPage extends PageEnds {
  readonly count: number
  /** JSON objects with commas between them. */
  readonly body: Uint8Array
  /**
   * Whether the first and the last {@link ENVELOPE_ROOM} bytes of `body` are free, and the whole of it
   * is the server's to write into: the envelope is then made in place, without another copy.
   */
  readonly hasRoom?: boolean
  /**
   * The same objects as the store keeps them compressed, for clients that take gzip: `body` is then not
   * read, and may be one that is made when it is.
   */
  readonly deflated?: readonly DeflatedObjects[] | undefined
  /**
   * Gives the memory of `body` back before a collector comes round to it. Called at most once, by
   * whoever neither keeps the body nor reads it any more.
   */
  readonly release?: (() => void) | undefined
}

/** One version of one object. */
export interface ObjectRecord {
  readonly id: string
  readonly added: Micros
  readonly version: string
}

/** What manifest and versions tell. */
export interface RecordPage extends PageEnds {
  readonly records: readonly ObjectRecord[]
}

/**
 * Says when answers may be used again. Pages with others after them depend on `view` and `changes`,
 * all others on `head` as well.
 */
export interface Revision {
  /** Consumers of the same view see the same. */
  readonly view: string
  /** Moves whenever something that could be seen before is no more, or looks different. */
  readonly changes: string
  /** Moves whenever something was added. */
  readonly head: string
  /**
   * Whether it moves with what the consumer must not hear of. Tags of its pages then say nothing but
   * what is in them: they are made of the pages themselves.
   */
  readonly isHidden?: boolean
}

/** What became of an object that was to be added. */
export type AddOutcome =
  /** It is there, now or already, with this very content. */
  | 'added'
  /** The same id and version are there with other content: the first one stays. */
  | 'conflict'
  /** The collection is a view that does not show such objects. */
  | 'outside'

/** Objects of a POST that are added after it was answered. */
export interface Aside<Who> {
  /** Of the status resource. */
  readonly id: string
  readonly who: Who
  readonly collection: string
  /** The status resource as it was kept last. */
  readonly status: string
  /** In the order in which they were set aside; each is read when it is asked for. */
  readonly batches: AsyncIterable<readonly StixObject[]>
}

/**
 * What a TAXII server stands on. Every method gets who asks, and gives only what that consumer may
 * see: what it may not know is not there. Collections are named by their id; methods are called only
 * for those that {@link TaxiiStore.collections} gave, with the right they need.
 *
 * @typeParam Who - the consumer, as the authentication names it
 */
export interface TaxiiStore<Who> {
  /** In an order that stays, such as that of their ids. */
  collections(who: Who, language: 'en' | 'zh'): Promise<readonly Collection[]>
  revision(who: Who, collection: string): Promise<Revision>
  objects(who: Who, collection: string, query: PageQuery): Promise<ObjectPage>
  records(who: Who, collection: string, query: PageQuery): Promise<RecordPage>
  /** Whether any version of the object is there. */
  holds(who: Who, collection: string, id: string): Promise<boolean>
  /**
   * Adds objects durably, at most 1,000 at a time, each with a time of adding of its own.
   *
   * @returns the outcomes, in the same order
   */
  add(who: Who, collection: string, objects: readonly StixObject[]): Promise<readonly AddOutcome[]>
  /** Removes versions from the collection. @returns how many there were */
  remove(who: Who, collection: string, id: string, versions: VersionFilter): Promise<number>
  /** Keeps a status resource, or another state of it, for whoever made the request and nobody else. */
  putStatus(who: Who, id: string, body: string): Promise<void>
  status(who: Who, id: string): Promise<string | undefined>
  /** Keeps objects durably, at most 1,000 at a time, until they are added; their status is there. */
  setAside(
    who: Who,
    id: string,
    collection: string,
    batch: number,
    objects: readonly StixObject[],
  ): Promise<void>
  /** Some request with objects set aside, but for these. */
  aside(except: ReadonlySet<string>): Promise<Aside<Who> | undefined>
  /** Lets go of what was set aside under a status. */
  forget(id: string): Promise<void>
}
