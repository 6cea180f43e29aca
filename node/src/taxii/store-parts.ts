import type { NodeContext } from '../context.ts'
import type { Intelligence } from '../intel/intelligence.ts'
import type { OnOutdated } from './packed-page.ts'
import type { Snapshots } from './snapshot.ts'

/** What the TAXII store of a node stands on. */
export interface NodeTaxiiParts {
  readonly context: NodeContext
  readonly intelligence: Pick<Intelligence, 'importObjects'>
  readonly snapshots: Snapshots
  readonly onOutdated: OnOutdated
  /** Resolves when the collections hold what the node held when it was asked. */
  readonly caughtUp: () => Promise<void>
}
