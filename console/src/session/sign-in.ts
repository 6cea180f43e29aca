import { plain } from '../api/client.ts'
import { Fault } from '../api/fault.ts'

/** What a sign-in by password leads to. */
export type SignedIn = 'done' | 'second-factor'

/** First factor. */
export async function signInWithPassword(email: string, password: string): Promise<SignedIn> {
  const answer = await send('/auth/sign-in/email', { email, password })
  return answer.twoFactorRedirect === true ? 'second-factor' : 'done'
}

/** Second factor: the six digits of an authenticator, or one of the codes kept for its loss. */
export async function signInWithCode(code: string): Promise<void> {
  const isBackup = !/^\d{6}$/.test(code)
  await send(`/auth/two-factor/${isBackup ? 'verify-backup-code' : 'verify-totp'}`, { code })
}

/** A passkey is both factors at once; the browser and its device do the work. */
export async function signInWithPasskey(): Promise<void> {
  const asked = await plain('/auth/passkey/generate-authenticate-options')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json())
  const credential = await navigator.credentials.get({ publicKey })
  if (!(credential instanceof PublicKeyCredential)) throw new Fault(0, 'passkey-cancelled')
  await send('/auth/passkey/verify-authentication', { response: credential.toJSON() })
}

/** Goes to the party's own identity provider, which sends the browser back here. */
export async function signInWithOidc(): Promise<void> {
  const answer = await send('/auth/sign-in/social', {})
  location.assign(String(answer.url))
}

/** Another password, as after an operator has set one. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await send('/auth/change-password', { currentPassword, newPassword })
}

/** What an authenticator app is to be told, and the codes for its loss. */
export interface Enrolment {
  readonly totpURI: string
  readonly backupCodes: readonly string[]
}

/** Begins with an authenticator app; a first code of it has to follow. */
export async function beginAuthenticator(password: string): Promise<Enrolment> {
  return (await send('/auth/two-factor/enable', { password })) as unknown as Enrolment
}

/** Makes a passkey on this device. */
export async function registerPasskey(name: string): Promise<void> {
  const asked = await plain('/auth/passkey/generate-register-options')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json())
  const credential = await navigator.credentials.create({ publicKey })
  if (!(credential instanceof PublicKeyCredential)) throw new Fault(0, 'passkey-cancelled')
  await send('/auth/passkey/verify-registration', { response: credential.toJSON(), name })
}

/** Ends the session here and at the node. */
export async function signOut(): Promise<void> {
  await send('/auth/sign-out', {})
}

async function send(path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await plain(path, { method: 'POST', body: JSON.stringify(body) })
  const text = await answer.text()
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}
