import { accessTests } from './conformance/access.ts'
import { collectionTests } from './conformance/collections.ts'
import { conditionalTests } from './conformance/conditional.ts'
import { dataTypeTests } from './conformance/data-types.ts'
import { deletingTests } from './conformance/deleting.ts'
import { envelopeTests } from './conformance/envelope.ts'
import { errorTests } from './conformance/errors.ts'
import { filterTests } from './conformance/filters.ts'
import { headerTests } from './conformance/headers.ts'
import { malformedTests } from './conformance/malformed.ts'
import { matchTests } from './conformance/match.ts'
import { negotiationTests } from './conformance/negotiation.ts'
import { paginationTests } from './conformance/pagination.ts'
import { serverInformationTests } from './conformance/server-information.ts'
import { statusTests } from './conformance/status.ts'
import {
  Conformance,
  type ConformanceServer,
  type SuiteMaker,
  vitest,
} from './conformance/suite.ts'
import { writingTests } from './conformance/writing.ts'

/**
 * One test for each MUST and MUST NOT of TAXII 2.1 that a server can break, named by its section. Every
 * store runs it; `docs/taxii-conformance.md` lists it.
 *
 * @param open - gives a server with a fresh, empty store; called before each test
 */
export function taxiiConformance(
  name: string,
  open: () => Promise<ConformanceServer>,
  suite: SuiteMaker = vitest,
): void {
  suite.describe(`TAXII 2.1 on ${name}`, () => {
    const made = new Conformance(suite, open)
    for (const tests of [
      dataTypeTests,
      negotiationTests,
      headerTests,
      malformedTests,
      filterTests,
      matchTests,
      paginationTests,
      errorTests,
      envelopeTests,
      serverInformationTests,
      statusTests,
      accessTests,
      collectionTests,
      writingTests,
      deletingTests,
      conditionalTests,
    ]) {
      tests(made)
    }
  })
}
