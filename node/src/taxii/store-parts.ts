import type { NodeContext } from '../context.ts'
import type { Intelligence } from '../intel/intelligence.ts'
import type { Snapshots } from './snapshot.ts'

/** What the TAXII store of a node stands on. */
export interface NodeTaxiiParts {
  readonly context: NodeContext
  readonly intelligence: Pick<Intelligence, 'importObjects'>
  readonly snapshots: Snapshots
  /** Resolves when the collections hold what the node held when it was asked. */
  readonly caughtUp: () => Promise<void>
}
