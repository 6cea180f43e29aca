import { afterAll, beforeEach, describe, test } from 'vitest'
import type { TaxiiServer } from '../../server.ts'
import { type Answer, type Asking, ask, idsOf } from '../ask.ts'
import { envelopeOf } from '../made-objects.ts'

/**
 * A server with an empty store, and a `maxDirect` of 1,000. Tokens: `all`, `reader`, `writer`,
 * `stranger` (no rights).
 */
export interface ConformanceServer {
  readonly server: TaxiiServer
  /** Path of the collection, with the slash at its end. */
  readonly collection: string
  readonly close?: () => Promise<void>
}

/** What a suite is made with: vitest, or something that takes down what there is. */
export interface SuiteMaker {
  describe(name: string, body: () => void): void
  test(name: string, body: () => Promise<void>): void
  each(values: readonly string[], name: string, body: (value: string) => Promise<void>): void
  beforeEach(body: () => Promise<void>): void
  afterAll(body: () => Promise<void> | undefined): void
}

/** The suite as Vitest runs it. */
export const vitest: SuiteMaker = {
  describe: (name, body) => void describe(name, body),
  test: (name, body) => test(name, body),
  each: (values, name, body) => test.each([...values])(name, body),
  beforeEach: (body) => beforeEach(body),
  afterAll: (body) => afterAll(body),
}

/** Path of the API root of the server under test. */
export const ROOT = '/taxii2/api/'

/** What the tests of one part of the specification are made with; a server is there while one runs. */
export class Conformance {
  readonly describe: SuiteMaker['describe']
  readonly test: SuiteMaker['test']
  readonly each: SuiteMaker['each']
  #opened: ConformanceServer | undefined
  /** Whether a test has changed what is in the store: the next one gets another. */
  #isChanged = false

  constructor(suite: SuiteMaker, open: () => Promise<ConformanceServer>) {
    this.describe = suite.describe
    this.test = suite.test
    this.each = suite.each
    suite.beforeEach(async () => {
      if (this.#opened !== undefined && !this.#isChanged) return
      this.#opened = await open()
      this.#isChanged = false
    })
    suite.afterAll(() => this.#opened?.close?.())
  }

  /** Path of the collection, with the slash at its end. */
  get at(): string {
    return this.#server.collection
  }

  /** Asks the server for something. */
  async ask(url: string, asking?: Asking): Promise<Answer> {
    const answer = await ask(this.#server.server, url, asking)
    const isWrite = asking?.method === 'POST' || asking?.method === 'DELETE'
    if (isWrite && answer.status < 300) this.#isChanged = true
    return answer
  }

  /** Asks for objects of the collection with these filters. */
  objects(query = ''): Promise<Answer> {
    return this.ask(`${this.at}objects/?${query}`)
  }

  /** Ids of the objects that these filters let through. */
  async ids(query: string): Promise<readonly string[]> {
    return idsOf((await this.objects(query)).json)
  }

  /** POSTs objects in one envelope. */
  add(...objects: readonly unknown[]): Promise<Answer> {
    return this.post(envelopeOf(objects))
  }

  /** POSTs a body. */
  post(body: Uint8Array | string, asking: Asking = {}): Promise<Answer> {
    return this.ask(`${this.at}objects/`, { method: 'POST', body, ...asking })
  }

  /** DELETEs what a path below the collection leads to. */
  remove(path: string, token = 'all'): Promise<Answer> {
    return this.ask(this.at + path, { method: 'DELETE', token })
  }

  get #server(): ConformanceServer {
    if (this.#opened === undefined) throw new TypeError('No test is running.')
    return this.#opened
  }
}
