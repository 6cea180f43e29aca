import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ContactView } from '../../../directory/contact-rows.ts'
import { hoursText } from '../../../directory/hours.ts'
import type { Language } from '../../../i18n/language.ts'
import { defineCommand } from '../../command.ts'
import { textTable } from '../../text-table.ts'
import { type Asking, askAndPrint, given } from './ask.ts'
import { post, say } from './texts.ts'

const ROLE = {
  type: 'string',
  value: 'role',
  required: true,
  choices: ['technical', 'policy', 'hotline'],
  summary: { en: 'what the contact is there for', zh: '联络点的角色' },
} as const

const FIELDS = {
  role: ROLE,
  name: {
    type: 'string',
    value: 'text',
    required: true,
    summary: { en: 'name of the desk or the person', zh: '值班台或人员的名称' },
  },
  hours: {
    type: 'string',
    value: 'hours',
    default: 'always',
    summary: {
      en: '`always`, or windows such as "mon-fri 09:00-17:30,sat 10:00-14:00"',
      zh: '`always` 或时段，如 "mon-fri 09:00-17:30,sat 10:00-14:00"',
    },
  },
  zone: {
    type: 'string',
    value: 'zone',
    default: 'UTC',
    summary: { en: 'time zone of the hours, such as Asia/Shanghai', zh: '时区，如 Asia/Shanghai' },
  },
  language: {
    type: 'string',
    value: 'tag',
    multiple: true,
    default: 'en',
    summary: { en: 'language spoken, the preferred one first', zh: '使用的语言，首选在前' },
  },
  email: {
    type: 'string',
    value: 'address',
    summary: { en: 'e-mail address', zh: '电子邮件地址' },
  },
  phone: { type: 'string', value: 'number', summary: { en: 'phone number', zh: '电话号码' } },
  pgp: {
    type: 'string',
    value: 'file',
    summary: {
      en: 'file with the armoured OpenPGP public key',
      zh: 'OpenPGP 公钥文件（ASCII 封装）',
    },
  },
} as const

const ID = { id: { summary: { en: 'id of a contact', zh: '联络点编号' } } } as const
const PEER = {
  peer: { summary: { en: 'node id of a peer', zh: '对等节点的编号' } },
} as const

/** `concert contact add`: a contact of ours; nobody is told yet. */
export const contactAdd = defineCommand({
  options: FIELDS,
  positionals: {},
  examples: [
    'concert contact add --role hotline --name "Duty desk" --hours always --phone "+1 555 0100" --language en --language zh',
  ],
  async run(context) {
    const json = await fieldsOf(context.args.options)
    return await showOne(context, '/api/v1/contacts', json)
  },
})

/** `concert contact update ID`: replaces the card, and tells every peer that holds it. */
export const contactUpdate = defineCommand({
  options: FIELDS,
  positionals: ID,
  async run(context) {
    const fields = await fieldsOf(context.args.options)
    const json = { id: context.args.positionals.id, ...fields }
    return await showOne(context, '/api/v1/contacts/update', json)
  },
})

/** `concert contact share ID PEER`: under the compact in force with the peer. */
export const contactShare = defineCommand({
  options: {},
  positionals: { ...ID, ...PEER },
  async run(context) {
    return await showOne(context, '/api/v1/contacts/share', context.args.positionals)
  },
})

/** `concert contact withdraw ID [PEER]`: erased there, and without a peer everywhere. */
export const contactWithdraw = defineCommand({
  options: {},
  positionals: { ...ID, peer: { ...PEER.peer, optional: true } },
  async run(context) {
    const json = given(context.args.positionals)
    return await askAndPrint(
      context,
      (admin) => admin.post<{ id: string }>('/api/v1/contacts/withdraw', { json }),
      ({ id }) => `${say(context.lang, 'withdrawn', { id })}\n`,
    )
  },
})

/** `concert contact list`: ours, and what peers have told us. */
export const contactList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    return await askAndPrint(
      context,
      (admin) => admin.get<{ contacts: readonly ContactView[] }>('/api/v1/contacts'),
      ({ contacts }) => contactsText(context.lang, contacts),
    )
  },
})

async function showOne(context: Asking, path: string, json: object) {
  return await askAndPrint(
    context,
    (admin) => admin.post<ContactView>(path, { json }),
    (contact) => contactsText(context.lang, [contact]),
  )
}

interface Given {
  readonly role: string
  readonly name: string
  readonly hours: string | undefined
  readonly zone: string | undefined
  readonly language: readonly string[]
  readonly email: string | undefined
  readonly phone: string | undefined
  readonly pgp: string | undefined
}

async function fieldsOf({ language, pgp, ...fields }: Given) {
  return {
    role: fields.role,
    name: fields.name,
    hours: fields.hours ?? 'always',
    zone: fields.zone ?? 'UTC',
    languages: language?.length ? language : ['en'],
    email: fields.email ?? null,
    phone: fields.phone ?? null,
    pgp: pgp === undefined ? null : await readFile(resolve(pgp), 'utf8'),
  }
}

/** Contacts as a table. */
export function contactsText(lang: Language, contacts: readonly ContactView[]): string {
  if (contacts.length === 0) return `${say(lang, 'no-contacts')}\n`
  const keys = [
    'id',
    'node',
    'role',
    'name',
    'now',
    'hours',
    'reach',
    'languages',
    'shared',
  ] as const
  return textTable(
    keys.map((key) => ({ title: say(lang, key) })),
    contacts.map(({ id, node, role, card, reachable, sharedWith }) => [
      id,
      node.slice(0, 12),
      post(lang, role),
      card?.name ?? say(lang, 'erased'),
      reachable === null ? '?' : say(lang, reachable ? 'yes' : 'no'),
      card ? hoursText(card.hours) : '',
      [card?.email, card?.phone, card?.pgp && say(lang, 'key')].filter(Boolean).join(' '),
      card?.languages.join(' ') ?? '',
      sharedWith.map((peer) => peer.slice(0, 12)).join(' '),
    ]),
  )
}
