import type { Bilingual } from '../../i18n/language.ts'

/** What of a CACAO playbook can't be taken over, each with its place. */
export const CACAO_FAULTS = {
  'cacao-not-a-playbook': {
    en: 'A CACAO 2.0 playbook in JSON is expected.',
    zh: '须为JSON格式的CACAO 2.0剧本。',
  },
  'cacao-version': { en: 'Only `cacao-2.0` is read.', zh: '仅支持 `cacao-2.0`。' },
  'cacao-step-missing': {
    en: 'No step of this id is in the workflow.',
    zh: '工作流中没有该编号的步骤。',
  },
  'cacao-step-type': {
    en: 'Only start, end, action and parallel are taken over: a plan that several parties agree to has no branches of which nobody knows beforehand whether they run.',
    zh: '仅支持start、end、action和parallel：各方共同商定的计划不含事先无法确定是否执行的分支。',
  },
  'cacao-loop': { en: 'The step is reached twice.', zh: '该步骤被多次到达。' },
  'cacao-condition': {
    en: 'What is to happen after a failure is for people to decide.',
    zh: '失败之后如何处置由人员决定。',
  },
  'cacao-command': {
    en: 'Only manual commands are taken over: Concert runs nothing.',
    zh: '仅支持人工（manual）命令：协奏不执行任何命令。',
  },
  'cacao-timing': { en: 'Delays and timeouts are not taken over.', zh: '不支持延时和超时设置。' },
  'cacao-variables': { en: 'Variables are not taken over.', zh: '不支持变量。' },
  'cacao-text': {
    en: 'The text is missing, too long or not of this form.',
    zh: '文本缺失、过长或格式不符。',
  },
  'cacao-size': {
    en: 'There are more steps or agents than a plan holds.',
    zh: '步骤或执行方数量超出计划上限。',
  },
  'cacao-revoked': {
    en: 'Its author has revoked the playbook.',
    zh: '作者已撤销该剧本。',
  },
  'cacao-plan': { en: 'The steps make no plan.', zh: '所列步骤不构成计划。' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link CACAO_FAULTS}. */
export type CacaoCode = keyof typeof CACAO_FAULTS

/** A fault with its place in the playbook. */
export interface CacaoFault {
  readonly code: CacaoCode
  readonly at: string
}
