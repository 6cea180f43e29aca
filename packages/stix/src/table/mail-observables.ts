import * as k from './kinds.ts'
import type { ObjectType, Shape } from './model.ts'
import { observable } from './rows.ts'

// What is seen in mail (§6).

export const EMAIL_ADDR: ObjectType = observable(
  'email-addr',
  '6.5',
  {
    value: k.required(k.formatted('email-address')),
    display_name: k.string(),
    belongs_to_ref: k.refTo('user-account'),
  },
  { identity: ['value'] },
)

/** §6.6.2 */
const EMAIL_MIME_PART: Shape = k.shape(
  'email-mime-part-type',
  '6.6.2',
  {
    body: k.maybeEmpty(),
    body_raw_ref: k.refTo('artifact', 'file'),
    content_type: k.string(),
    content_disposition: k.string(),
  },
  [{ rule: 'at-least-one', of: ['body', 'body_raw_ref'] }],
)

export const EMAIL_MESSAGE: ObjectType = observable(
  'email-message',
  '6.6',
  {
    is_multipart: k.required(k.boolean()),
    date: k.timestamp(),
    content_type: k.string(),
    from_ref: k.refTo('email-addr'),
    sender_ref: k.refTo('email-addr'),
    to_refs: k.listOf(k.refTo('email-addr')),
    cc_refs: k.listOf(k.refTo('email-addr')),
    bcc_refs: k.listOf(k.refTo('email-addr')),
    message_id: k.string(),
    subject: k.maybeEmpty(),
    received_lines: k.listOf(k.string()),
    additional_header_fields: k.dictionary(k.listOf(k.maybeEmpty())),
    body: k.maybeEmpty(),
    body_multipart: k.listOf(k.objectOf(EMAIL_MIME_PART)),
    raw_email_ref: k.refTo('artifact'),
  },
  {
    identity: ['from_ref', 'subject', 'body'],
    rules: [
      { rule: 'forbids', when: { property: 'is_multipart', is: true }, names: ['body'] },
      { rule: 'forbids', when: { property: 'is_multipart', is: false }, names: ['body_multipart'] },
    ],
  },
)
