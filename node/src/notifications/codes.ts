import { ConcertError } from '@concert/core'
import type { Bilingual } from '../i18n/language.ts'
import { OUTBOUND_FAULTS } from '../outbound/outbound-fault.ts'

/** Why a notice did not leave. */
export const NOTICE_CODES = {
  ...OUTBOUND_FAULTS,
  'notice-unknown': {
    en: 'There is no such notice, or somebody has seen it already.',
    zh: '没有该通知，或已有人查看。',
  },
  'notice-channel-gone': {
    en: 'The contact or the channel is no longer there.',
    zh: '该联络点或通知渠道已不存在。',
  },
  'notice-credentials': {
    en: 'The file with the secret of the channel cannot be used: one line, mode 0600.',
    zh: '通知渠道的密钥文件不可用：应为单行，权限为0600。',
  },
  'notice-key': {
    en: 'The OpenPGP key of the contact cannot be used; nothing is sent in the clear instead.',
    zh: '联络点的OpenPGP公钥不可用；不会改用明文发送。',
  },
  'notice-encryption-missing': {
    en: 'OpenPGP is not installed with this node; nothing is sent in the clear instead.',
    zh: '本节点未安装OpenPGP组件；不会改用明文发送。',
  },
  'notice-mail': {
    en: 'The mail server did not take the message.',
    zh: '邮件服务器未接受该邮件。',
  },
  'notice-status': { en: 'The webhook answered with an error.', zh: 'Webhook返回错误。' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link NOTICE_CODES}. */
export type NoticeCode = keyof typeof NOTICE_CODES

/** Thrown where a notice can't leave by a channel. Nothing of a secret is in it. */
export class NoticeError extends ConcertError {
  declare readonly code: NoticeCode

  constructor(code: NoticeCode, options?: ErrorOptions) {
    super(code, {}, options)
    this.name = 'NoticeError'
  }
}
