import type { Compacts } from '../compacts/compacts.ts'
import { OperationDesk } from '../concerted-operations/operation-desk.ts'
import type { NodeContext } from '../context.ts'
import { DrillDesk } from '../drills/drill-desk.ts'
import { LanguageDesk } from '../languages/language-desk.ts'
import { NoticeOutbox } from '../notifications/outbox.ts'
import type { RequestDesk } from '../requests/request-desk.ts'
import { PacedLoop } from '../trust/paced-loop.ts'
import { CallBacks } from './call-backs.ts'
import { ContactDesk } from './contact-desk.ts'
import { Ladder } from './ladder.ts'
import { PingDesk } from './ping-desk.ts'
import { Rota } from './rota.ts'

const CHECK_MS = 5000
const LEAST_MS = 50

/** Everything about people, and the round in which what is due happens by itself. */
export class PeopleDesk {
  readonly contacts: ContactDesk
  readonly pings: PingDesk
  readonly rota: Rota
  readonly ladder: Ladder
  readonly calls: CallBacks
  readonly operations: OperationDesk
  readonly languages: LanguageDesk
  readonly drills: DrillDesk
  readonly outbox: NoticeOutbox
  readonly #loops: readonly PacedLoop[]
  readonly #checkMs: number
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()

  constructor(
    context: NodeContext,
    compacts: Compacts,
    requests: RequestDesk,
    onError: (error: unknown) => void,
  ) {
    this.contacts = new ContactDesk(context, compacts)
    this.pings = new PingDesk(context, compacts)
    this.rota = new Rota(context)
    this.ladder = new Ladder(context)
    this.calls = new CallBacks(context, this.pings, this.ladder)
    this.languages = new LanguageDesk(context)
    this.drills = new DrillDesk(context, { pings: this.pings, requests })
    this.operations = new OperationDesk(context, requests.gate)
    this.outbox = new NoticeOutbox(context)
    this.#checkMs = context.config.notifications?.checkMs ?? CHECK_MS
    const sweep = async () => {
      await this.sweep()
      return false
    }
    const send = async () => await this.outbox.sendDue()
    // A mail server that is slow holds up no clock: notices leave in a loop of their own.
    this.#loops = [sweep, send].map(
      (step) => new PacedLoop({ step, intervalMs: LEAST_MS, onError }),
    )
  }

  start(): void {
    this.wake()
    this.#timer ??= setInterval(() => this.wake(), this.#checkMs)
  }

  /** Something may have come that asks for an answer, or for telling somebody. */
  wake(): void {
    for (const loop of this.#loops) loop.wake()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all(this.#loops.map((loop) => loop.stop()))
    this.outbox.close()
    this.languages.close()
  }

  /** One round now; rounds never overlap. */
  async sweep(): Promise<void> {
    const round = this.#round.then(() => this.#sweep())
    this.#round = round.catch(() => undefined)
    await round
  }

  async #sweep(): Promise<void> {
    await this.pings.sweep()
    await this.ladder.sweep()
    await this.operations.sweep()
    await this.drills.sweep()
    await this.contacts.eraseSuperseded()
    await this.languages.eraseOrphans()
  }
}
