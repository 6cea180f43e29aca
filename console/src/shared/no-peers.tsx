import { Link } from '@tanstack/react-router'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { Gap } from './gap.tsx'
import { Empty } from './states.tsx'

const texts = {
  title: ['No confirmed peer.', '没有已确认的对等节点。'],
  help: ['Add and confirm a peer first.', '请先添加并确认对等节点。'],
  toPeers: ['To the peers', '前往对等节点'],
} satisfies Record<string, Both>

/** Where nothing can be done with anybody yet: what is to be done first, and where. */
export function NoPeers() {
  const t = useText()
  return (
    <section className="card">
      <Empty title={t(texts.title)}>
        {t(texts.help)}
        <Gap />

        <Link className="link" to="/peers">
          {t(texts.toPeers)}
        </Link>
      </Empty>
    </section>
  )
}
