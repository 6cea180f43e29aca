import type { Bilingual } from '../i18n/language.ts'
import { SCENARIO_FAULTS } from './scenario.ts'

/** Why a drill was not started, or a step of it failed. */
export const DRILL_CODES = {
  ...SCENARIO_FAULTS,
  'drill-unknown': { en: 'There is no such drill.', zh: '没有该应急演练。' },
  'drill-peer': {
    en: 'A drill is held with a confirmed peer.',
    zh: '应急演练须与已确认的对等节点进行。',
  },
  'drill-nothing-there': {
    en: 'What the step stands on did not come about.',
    zh: '该步骤所依据的事项未能发生。',
  },
  'drill-too-late': {
    en: 'The other side did not do it in time.',
    zh: '对方未在时限内完成。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link DRILL_CODES}. */
export type DrillCode = keyof typeof DRILL_CODES
