import { NoticeError } from './codes.ts'

/**
 * Encrypts a text to an OpenPGP key (RFC 9580), armoured. The library is an optional part of the
 * node, loaded when the first contact with a key is written to.
 *
 * @param armoredKey - as the contact gave it; checked by nobody before
 * @throws NoticeError when there is no library, or the key is expired, revoked or can't encrypt
 */
export async function encryptTo(armoredKey: string, text: string, now: number): Promise<string> {
  const openpgp = await import('openpgp').catch((cause: unknown) => {
    throw new NoticeError('notice-encryption-missing', { cause })
  })
  try {
    const key = await openpgp.readKey({ armoredKey })
    const date = new Date(now)
    await key.getEncryptionKey(undefined, date)
    const message = await openpgp.createMessage({ text })
    return await openpgp.encrypt({ message, encryptionKeys: key, date, format: 'armored' })
  } catch (cause) {
    throw new NoticeError('notice-key', { cause })
  }
}
