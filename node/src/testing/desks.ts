import type { JsonObject } from '@concert/core'
import {
  COMPACT_TEMPLATES,
  type RequestMove,
  type RequestTerms,
  type Terms,
} from '@concert/threads'
import type { RequestDraft } from '../requests/draft.ts'
import type { RequestDetail } from '../requests/request-detail.ts'
import { type Pair, type Side, startPair, waitFor } from './pair.ts'

/** The terms of requests that the template for CSIRTs proposes. */
export const REQUEST_TERMS = COMPACT_TEMPLATES.find(({ id }) => id === 'csirt')?.terms
  .requests as RequestTerms

/** A text as most are: written in English, translated by a person. */
export function worded(en: string, zh: string) {
  return {
    original: { lang: 'en', text: en },
    translation: { lang: 'zh', text: zh, by: 'human', reviewer: null },
    authoritative: 'both',
  } as const
}

/** A phishing takedown that its checklist lets through. */
export function phishing(peer: string, change: Partial<RequestDraft> = {}): RequestDraft {
  return {
    peer,
    template: 'phishing-takedown',
    act: { harm: 'victims-now' },
    content: {
      title: worded('Bank imitated', '仿冒银行'),
      harm: worded('Customers lose money.', '客户正遭受资金损失。'),
      facts: { verified: worded('Opened by hand.', '人工打开核实。') },
      evidence: [],
    } as unknown as JsonObject,
    ...change,
  }
}

/** Two nodes with a compact for requests, and what a test does with their desks. */
export class Desks {
  readonly pair: Pair

  private constructor(pair: Pair) {
    this.pair = pair
  }

  /** Nodes that have agreed on requests. */
  static async open(
    options: Parameters<typeof startPair>[0] = {},
    terms = REQUEST_TERMS,
    more: Partial<Terms> = {},
  ) {
    const pair = await startPair(options)
    await pair.peerAndConfirm()
    await pair.agreeCompact({}, { ...more, requests: terms })
    return new Desks(pair)
  }

  desk(side: Side) {
    return this.pair[side].parts.requests
  }

  node(side: Side): string {
    return this.pair[side].parts.context.own.node
  }

  /** Sends a draft from one side and waits until both have said what they hold of it. */
  async send(side: Side, draft: RequestDraft, targets: readonly string[] = []): Promise<string> {
    const { drafts } = this.desk(side)
    const kept = accepted(await drafts.keep(draft, targets, undefined))
    const { id } = accepted(await drafts.send(kept.draft.id))
    await this.rest()
    return id
  }

  /** Makes a move and waits until both have said what they hold of it. */
  async move(side: Side, id: string, move: string, act: object, content?: object) {
    const order = {
      move: `request.${move}` as RequestMove,
      act: act as JsonObject,
      ...(content && { content: content as JsonObject }),
    }
    const moved = await this.desk(side).move(id, order)
    await this.rest()
    return moved
  }

  async show(side: Side, id: string): Promise<RequestDetail> {
    return accepted(await this.desk(side).show(id))
  }

  /** Resolves when nothing is under way and nothing is left to be told of. */
  async rest(): Promise<void> {
    await waitFor(async () => {
      await this.pair.settled()
      for (const side of ['a', 'b'] as const) await this.desk(side).tick()
      const left = await Promise.all((['a', 'b'] as const).map((side) => this.#untold(side)))
      await this.pair.settled()
      return left.every((count) => count === 0)
    })
  }

  async #untold(side: Side): Promise<number> {
    const { db } = this.pair[side].parts.context.store.read
    const rows = await db.selectFrom('requests').select('id').where('untold', '=', 1).execute()
    return rows.length
  }

  /** Puts both clocks at a time. */
  at(time: string): void {
    const ahead = Date.parse(time) - Date.now()
    this.pair.skew.a = ahead
    this.pair.skew.b = ahead
  }

  async close(): Promise<void> {
    await this.pair.close()
  }
}

/** The value, or an error that names the code and the place. */
export function accepted<T>(
  result: { ok: true; value: T } | { ok: false; code: string; at?: string },
): T {
  if (!result.ok) throw new Error(`${result.code} at ${result.at ?? ''}`)
  return result.value
}
