/** How strictly objects are read. */
export const MODE_OPTION = {
  type: 'string',
  value: 'mode',
  choices: ['strict', 'lenient', 'producer'],
  default: 'strict',
  summary: {
    en: 'strict: every MUST is an error; lenient: what others send in good faith; producer: what one writes oneself',
    zh: 'strict 将所有“必须”项视为错误；lenient 适用于他人善意发送的内容；producer 适用于自己产出的内容',
  },
} as const
