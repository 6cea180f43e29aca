import type { Bilingual } from '../i18n/language.ts'

/** Why something about contacts, ping tests, the rota or calls was not done. */
export const DIRECTORY_CODES = {
  'contact-unknown': { en: 'There is no such contact of ours.', zh: '本方没有该联络点。' },
  'contact-form': {
    en: 'This part of the contact cannot be used.',
    zh: '联络点的这一项不符合要求。',
  },
  'contact-moved': {
    en: 'Somebody else has changed the contact meanwhile; look again.',
    zh: '其间已有他人修改该联络点，请重新查看。',
  },
  'hours-form': {
    en: 'Hours are `always`, or such as `mon-fri 09:00-17:30`, in a time zone such as Asia/Shanghai.',
    zh: '时段应为 `always` 或形如 `mon-fri 09:00-17:30`，并使用形如Asia/Shanghai的时区名称。',
  },
  'ping-unknown': { en: 'There is no such ping test.', zh: '没有该联络测试。' },
  'not-yours': { en: 'This is for the other side to do.', zh: '应由对方进行该操作。' },
  'other-role': {
    en: 'Another role is to answer this ping test.',
    zh: '该联络测试应由另一角色回应。',
  },
  'already-answered': { en: 'A person has answered already.', zh: '已有人员回应。' },
  'person-required': {
    en: 'Say who answers: an answer without a person never counts.',
    zh: '请说明由谁回应：没有人员的回应一律不计。',
  },
  'time-form': {
    en: 'A time in UTC is expected, such as 2027-01-31T08:00:00.000Z.',
    zh: '须使用UTC时间，如2027-01-31T08:00:00.000Z。',
  },
  'shift-unknown': { en: 'There is no such shift.', zh: '没有该班次。' },
  'handover-unknown': {
    en: 'There is no such offer of a hand-over, or it is settled.',
    zh: '没有该交接班，或其已办结。',
  },
  'request-unknown': { en: 'There is no such request.', zh: '没有该协助请求。' },
  'second-contact': {
    en: 'Call a contact of the other side, and another one than the request names.',
    zh: '请致电对方的联络点，且不得与请求中所列的联络点相同。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link DIRECTORY_CODES}. */
export type DirectoryCode = keyof typeof DIRECTORY_CODES
