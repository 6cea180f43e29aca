import { useAsk } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { usePeople } from '../../shared/names.ts'
import { texts } from './texts.ts'

/** So many that were sent back are shown; the release desk has all. */
const SHOWN = 3

/** Words of a request that a second person did not let go, and why: whoever wrote them learns it here. */
export function SentBack({ request }: { readonly request: string }) {
  const t = useText()
  const personOf = usePeople()
  const may = useMay()('POST /api/v1/release/audit')
  const order = { id: request, action: 'rejected', before: Number.MAX_SAFE_INTEGER }
  const found = useAsk('/api/v1/release/audit', order, may).data?.decisions ?? []
  return found.slice(0, SHOWN).map(({ number, actor, time, note }) => (
    <div key={number} className="band off" role="status">
      <span className="dot w" />
      <span>
        {t(texts.sentBack(personOf(actor), utc(time)))} <Foreign text={note} />
      </span>
    </div>
  ))
}
