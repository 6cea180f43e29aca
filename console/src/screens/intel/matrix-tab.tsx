import { Link } from '@tanstack/react-router'
import type { MatrixPhase } from '../../api/intel-answers.ts'
import { useAsk } from '../../api/query.ts'
import { count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { TlpChip } from '../../shared/marks.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { inOrder, phaseWord } from './phases.ts'
import { texts } from './texts.ts'
import { typeWord } from './words.ts'

/** A column for each phase of a kill chain, in it what does something there. */
export function MatrixTab() {
  const t = useText()
  const matrix = useAsk('/api/v1/intel/matrix', {})
  return (
    <Loaded of={matrix}>
      {({ phases, isPart }) =>
        phases.length === 0 ? (
          <section className="card">
            <Empty title={t(texts.noPhases)}>{t(texts.noPhasesHelp)}</Empty>
          </section>
        ) : (
          <div className="stack">
            {[...Map.groupBy(phases, ({ chain }) => chain)].map(([chain, columns]) => (
              <Chain key={chain} chain={chain} columns={inOrder(columns)} />
            ))}
            {isPart ? <p className="sm t2">{t(texts.part)}</p> : null}
          </div>
        )
      }
    </Loaded>
  )
}

function Chain({ chain, columns }: { chain: string; columns: readonly MatrixPhase[] }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>
          <bdi>{t(texts.matrixOf(chain.slice(0, 80)))}</bdi>
        </h2>
        <span className="sm t3">{t(texts.phases(columns.length))}</span>
      </header>
      <div className="matrix">
        {columns.map((column) => (
          <Column key={column.phase} column={column} />
        ))}
      </div>
    </section>
  )
}

function Column({ column: { chain, phase, types, cells, isPart } }: { column: MatrixPhase }) {
  const t = useText()
  const rest = Object.entries(types).map(([type, n]) => {
    return [type, n - cells.filter((cell) => cell.type === type).length] as const
  })
  return (
    <section className="phase" aria-label={t(phaseWord(phase))}>
      <h3>
        <Link
          className="link"
          to="/intel"
          hash={`q=${encodeURIComponent(`phase:${chain}/${phase}`)}`}
          title={t(texts.inPhase)}
        >
          <Foreign text={t(phaseWord(phase))} />
        </Link>
      </h3>
      {cells.map(({ stixId, name, type, tlp }) => (
        <Link key={stixId} data-row className="cell" to="/intel/$id" params={{ id: stixId }}>
          <Foreign text={(name || stixId).slice(0, 120)} />
          <span className="sm t3 block">
            {t(typeWord(type))} <TlpChip tlp={tlp} />
          </span>
        </Link>
      ))}
      {rest.map(([type, n]) =>
        n > 0 ? (
          <p key={type} className="sm t2">
            {t(typeWord(type))} {count(n)}
          </p>
        ) : null,
      )}
      {isPart ? <p className="sm t3">{t(texts.newestOnly)}</p> : null}
    </section>
  )
}
