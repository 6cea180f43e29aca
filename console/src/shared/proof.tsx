import { useId, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'

/** How far one step of a proof has come. */
export type StepState = 'held' | 'waits' | 'failed'

/** The five steps, in the order in which a statement goes through them. */
export const PROOF_STEPS = ['signed', 'logged', 'witnessed', 'receipted', 'verified'] as const

/** One of {@link PROOF_STEPS}. */
export type ProofStep = (typeof PROOF_STEPS)[number]

const NAMES: Record<ProofStep, Both> = {
  signed: ['Signed', '已签名'],
  logged: ['Logged', '已入日志'],
  witnessed: ['Witnessed', '已见证'],
  receipted: ['Receipted', '已回执'],
  verified: ['Checked in this browser', '已在本浏览器核验'],
}

const texts = {
  none: ['Not signed yet', '尚未签名'],
  reported: ['Reported by node, not checked here', '节点报告，未在此核验'],
  held: ['holds', '成立'],
  waits: ['awaited', '待完成'],
  failed: ['fails', '不成立'],
} satisfies Record<string, Both>

/** Where a statement stands. What the node reports and what this browser has checked stay apart. */
export interface Proof {
  readonly steps: Readonly<Record<ProofStep, StepState>>
  /** One line for each step that has something to say: key, entry numbers, witnesses, time. */
  readonly says?: Partial<Record<ProofStep, Both>>
  /** What differs, when something does. */
  readonly failure?: Both
}

function furthest(proof: Proof): ProofStep | undefined {
  return PROOF_STEPS.findLast((step) => proof.steps[step] === 'held')
}

/** Five squares and the name of the furthest step; opens the five rows behind them. */
export function ProofBadge({ proof }: { proof: Proof }) {
  const t = useText()
  const id = useId()
  const [open, setOpen] = useState(false)
  const step = furthest(proof)
  const isHere = proof.steps.verified === 'held'
  const tone = proof.failure ? 'bad' : isHere ? 'here' : ''
  const label = proof.failure ?? (step === undefined ? texts.none : NAMES[step])
  return (
    <span>
      <button
        type="button"
        className={`pf ${tone}`}
        aria-expanded={open}
        aria-controls={id}
        data-proof
        onClick={() => setOpen(!open)}
      >
        <Squares proof={proof} />
        {t(label)}
      </button>
      <span id={id} hidden={!open}>
        {open ? <ProofRows proof={proof} /> : null}
      </span>
    </span>
  )
}

function Squares({ proof }: { proof: Proof }) {
  return (
    <i aria-hidden="true">
      {PROOF_STEPS.map((step) => (
        <s key={step} className={MARK[proof.steps[step]]} />
      ))}
    </i>
  )
}

const MARK: Record<StepState, string> = { held: 'f', waits: '', failed: 'x' }

/** The five rows: what each step proves, and who says so. */
function ProofRows({ proof }: { proof: Proof }) {
  const t = useText()
  const isHere = proof.steps.verified === 'held'
  return (
    <span className={isHere ? 'here' : ''}>
      {PROOF_STEPS.map((step) => (
        <span className="rung" key={step}>
          <s className={MARK[proof.steps[step]]} />
          <span>
            <span className="b">{t(NAMES[step])}</span>
            <span className="sr"> {t(texts[proof.steps[step]])}</span>
            {proof.says?.[step] ? (
              <span className="sm t2" style={{ display: 'block' }}>
                {t(proof.says[step])}
              </span>
            ) : null}
          </span>
        </span>
      ))}
      {isHere ? null : (
        <span className="sm t3 pad" style={{ display: 'block' }}>
          {t(texts.reported)}
        </span>
      )}
    </span>
  )
}
