import type { Tlp } from '../api/intel-answers.ts'
import type { Both, Named } from '../i18n/both.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { Foreign } from './foreign.tsx'

const TLP: Record<Tlp, { readonly label: string; readonly means: Both }> = {
  red: { label: 'TLP:RED', means: ['named recipients only', '仅限收件人'] },
  'amber+strict': { label: 'TLP:AMBER+STRICT', means: ['your organisation only', '仅限本组织'] },
  amber: { label: 'TLP:AMBER', means: ['your organisation and its clients', '限本组织及其客户'] },
  green: { label: 'TLP:GREEN', means: ['your community', '限社区内'] },
  clear: { label: 'TLP:CLEAR', means: ['may be published', '可公开'] },
}

/** All labels, the strictest last. */
export const TLP_LABELS: readonly Tlp[] = ['clear', 'green', 'amber', 'amber+strict', 'red']

/** The label as it is written everywhere: Latin, in capitals, on black. */
export function tlpLabel(tlp: Tlp): string {
  return TLP[tlp].label
}

/** What a label permits, in the reader's language. */
export function tlpMeans(tlp: Tlp): Both {
  return TLP[tlp].means
}

/** A TLP label; `explained` puts what it permits beside it. */
export function TlpChip({ tlp, explained = false }: { tlp: Tlp; explained?: boolean }) {
  const t = useText()
  const { label, means } = TLP[tlp]
  const colour = tlp.split('+')[0]
  return (
    <>
      <span className={`tlp ${colour}`} lang="en" title={t(means)}>
        {label}
      </span>
      {explained ? <span className="sm t2"> {t(means)}</span> : null}
    </>
  )
}

/** U0 to U3. */
export type UrgencyCode = 'u0' | 'u1' | 'u2' | 'u3'

const URGENCY: Record<UrgencyCode, Both> = {
  u0: ['Life or critical infrastructure, harm now', '危及生命或关键信息基础设施，危害正在发生'],
  u1: ['Active harm', '正在造成危害'],
  u2: ['Routine', '常规'],
  u3: ['Research, policy', '研究、政策'],
}

/** What an urgency stands for. */
export function urgencyMeans(code: UrgencyCode): Both {
  return URGENCY[code]
}

/** The urgency's code, told apart by its frame as well as by its colour. */
export function Urgency({ code }: { code: UrgencyCode }) {
  const t = useText()
  return (
    <span className={`u ${code}`} title={t(URGENCY[code])}>
      {code.toUpperCase()}
    </span>
  )
}

const exercise: Both = ['EXERCISE · nothing here is live', '演练 · 以下内容均非实际事件']
const exerciseMark: Both = ['EXERCISE', '演练']

/** Stands over everything that belongs to a drill. */
export function ExerciseBand() {
  const t = useText()
  return (
    <div className="drill" role="note">
      {t(exercise)}
    </div>
  )
}

/** On every row of a drill. */
export function ExerciseMark() {
  const t = useText()
  return <span className="odd">{t(exerciseMark)}</span>
}

/** A name or title in the reader's language, with the other beneath it in the same size. */
export function BothNames({ text }: { text: Named }) {
  const { lang } = useLanguage()
  const [first, other] = lang === 'zh' ? [text.zh, text.en] : [text.en, text.zh]
  return (
    <>
      <span className="b">
        <Foreign text={first} />
      </span>
      {other === first ? null : (
        <span className="t2" lang={other === text.zh ? 'zh-CN' : 'en'}>
          {' '}
          <Foreign text={other} />
        </span>
      )}
    </>
  )
}
