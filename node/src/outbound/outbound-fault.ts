import { ConcertError } from '@concert/core'
import type { Bilingual } from '../i18n/language.ts'

/** Why a request to a server that is not trusted gave nothing usable. */
export const OUTBOUND_FAULTS = {
  'bad-url': {
    en: 'An https URL without user and password is expected.',
    zh: '须使用不含用户名和密码的https网址。',
  },
  'not-https': {
    en: 'Credentials go over https only, or to an internal network that was allowed by name; and no redirect leaves https.',
    zh: '凭据只经https发送，或发往已指明允许的内部网络；重定向也不得离开https。',
  },
  'address-forbidden': {
    en: 'The name leads to an address of an internal network that the configuration does not allow.',
    zh: '该名称指向内部网络地址，而配置未允许访问该网络。',
  },
  'name-unknown': { en: 'The host name is not known.', zh: '无法解析该主机名。' },
  unreachable: { en: 'The server cannot be reached.', zh: '无法连接服务器。' },
  'too-slow': { en: 'The server answers too slowly.', zh: '服务器响应过慢。' },
  'too-many-redirects': { en: 'The server redirects too often.', zh: '服务器重定向次数过多。' },
  'too-large': { en: 'The answer is larger than allowed.', zh: '响应超出允许的大小。' },
  'bad-encoding': {
    en: 'The compression of the answer is not known, or broken.',
    zh: '响应采用的压缩方式未知或数据已损坏。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link OUTBOUND_FAULTS}. */
export type OutboundCode = keyof typeof OUTBOUND_FAULTS

/** Thrown where a stream or a fetch gives up; `code` tells why. Nothing of the answer is in it. */
export class OutboundError extends ConcertError {
  declare readonly code: OutboundCode

  constructor(code: OutboundCode, options?: ErrorOptions) {
    super(code, {}, options)
    this.name = 'OutboundError'
  }
}
