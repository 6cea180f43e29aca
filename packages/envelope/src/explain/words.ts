import type { StepState } from './explain.ts'
import type { BothLanguages } from './step-texts.ts'

/** The words around an explanation, the same on the command line and on the verifier page. */
export const EXPLANATION_WORDS = {
  shows: { en: 'What it shows', zh: '所证明的事实' },
  doesNotShow: { en: 'What it does not show', zh: '未证明的事项' },
  steps: { en: 'Steps', zh: '核验步骤' },
  proves: { en: 'Proves', zh: '证明' },
  limits: { en: 'Does not prove', zh: '局限' },
  quorum: { en: 'Quorum', zh: '法定数' },
  isMet: { en: 'met', zh: '已满足' },
  isNotMet: { en: 'not met', zh: '未满足' },
  needed: { en: '{threshold} of {members} needed', zh: '{members}项中须满足{threshold}项' },
  noCosignature: { en: 'no cosignature', zh: '无联署' },
} as const satisfies Readonly<Record<string, BothLanguages>>

/** What a step's state is called. */
export const STATE_WORDS: Readonly<Record<StepState, BothLanguages>> = {
  held: { en: 'holds', zh: '成立' },
  failed: { en: 'fails', zh: '不成立' },
  absent: { en: 'not in the file', zh: '文件未附' },
  'not-asked': { en: 'not asked for', zh: '未要求' },
  'not-checked': { en: 'not checked', zh: '未核验' },
  'says-less': { en: 'receiver holds less', zh: '接收方持有较少' },
}

/** What the squares of the proof badge are called. */
export const REACHED_WORDS = {
  signed: { en: 'signed', zh: '已签名' },
  logged: { en: 'logged', zh: '已入日志' },
  witnessed: { en: 'witnessed', zh: '已见证' },
  receipted: { en: 'receipted', zh: '已回执' },
} as const satisfies Readonly<Record<string, BothLanguages>>
