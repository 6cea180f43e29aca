import {
  CALENDAR_IDS,
  EVIDENCE_LABELS,
  GBT_CATEGORIES,
  GBT_LEVELS,
  gbtCategory,
  HARM_LABELS,
  PERMITTED_LABELS,
  PHASE_LABELS,
  QUESTION_LABELS,
  REASON_LABELS,
  REFUSE_LABELS,
  RSIT,
  RSIT_CLASSES,
  rsitOf,
  SAID_LABELS,
  TARGET_LABELS,
  TEMPLATES,
  TYPE_LABELS,
  URGENCY_LABELS,
} from '@concert/threads'

/** Every word of requests in both languages, and the templates: what a form or a list shows. */
export function requestWords() {
  return {
    templates: Object.values(TEMPLATES),
    phases: PHASE_LABELS,
    types: TYPE_LABELS,
    urgencies: URGENCY_LABELS,
    harms: HARM_LABELS,
    refusals: REFUSE_LABELS,
    evidence: EVIDENCE_LABELS,
    questions: QUESTION_LABELS,
    targets: TARGET_LABELS,
    reasons: REASON_LABELS,
    said: SAID_LABELS,
    permitted: PERMITTED_LABELS,
    calendars: CALENDAR_IDS,
    incidents: RSIT_CLASSES.map((id) => ({
      id,
      types: RSIT[id].map((type) => ({ id: type, gbt: gbtCategory(id, type) ?? null })),
    })),
    levels: GBT_LEVELS,
    categories: GBT_CATEGORIES.map((category) => ({ id: category, rsit: rsitOf(category) })),
    notice: {
      en: 'Receipt and acknowledgement are not agreement. This is a technical request, not one for mutual legal assistance.',
      zh: '送达回执与确认收到均不代表认可。本请求为技术性请求，不构成刑事司法协助请求。',
    },
  }
}
