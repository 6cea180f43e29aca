import { translate } from '../../i18n/translate.ts'
import { listAlarms } from '../../monitor/alarms.ts'
import type { Reader } from '../../store/store.ts'
import { type Check, check } from './check.ts'

/** Alarms that are kept. A proof of misbehaviour and a fork fail; a quarrel is to be looked into. */
export async function checkAlarms(read: Reader): Promise<readonly Check[]> {
  const alarms = await listAlarms(read)
  if (alarms.length === 0) return [check('alarm', 'ok', 'doctor.no-alarms')]
  return alarms.map(({ kind, origin }) => {
    const state = kind === 'split-view' || kind === 'fork' ? 'fail' : 'warn'
    const note = {
      en: check('alarm', state, 'doctor.alarm', {
        sentence: `${translate('en', `alarm.${kind}`)} `,
      }).note.en,
      zh: check('alarm', state, 'doctor.alarm', { sentence: translate('zh', `alarm.${kind}`) }).note
        .zh,
    }
    return { name: 'alarm', state, about: origin, note }
  })
}
