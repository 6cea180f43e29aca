import { randomBytes } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { passkey } from '@better-auth/passkey'
import { APIError, type BetterAuthOptions, betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import type { OidcSettings } from '../config/config.ts'
import type { AccountsDatabase } from './accounts-database.ts'
import { ADDRESS_HEADER } from './address-header.ts'
import { PASSWORD_LENGTH } from './password-policy.ts'
import { isTrue } from './stored-values.ts'

/** The part of the library that we use; it is large and loaded only when somebody signs in. */
export interface AccountsLibrary {
  /** Answers a request below `/auth`. */
  handle(request: Request): Promise<Response>
  hash(password: string): Promise<string>
  /** Adds an account without any way to sign in yet. @returns its id */
  createUser(user: NewUser): Promise<string>
  /** Sets the password of an account, whether it had one or not. */
  setPassword(userId: string, password: string): Promise<void>
}

/** An account to add. */
export interface NewUser {
  readonly email: string
  readonly name: string
  readonly roles: string
  readonly language: string
}

/** What the library is set up with. */
export interface LibrarySettings {
  readonly database: AccountsDatabase
  readonly secret: string
  readonly origin: string
  /** What cookies are called: consoles on one machine share its cookies, whatever their port. */
  readonly cookiePrefix: string
  /** What a passkey and an authenticator app show. */
  readonly nodeName: string
  readonly sessionHours: number
  readonly oidc?: OidcSettings & { readonly clientSecret: string }
}

/** The one OpenID provider. */
const OIDC_PROVIDER = 'oidc'

const DAY_S = 86_400

/** Ids that can be read aloud: people's ids are in trails, letters and release decisions. */
function accountId(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  return `p-${[...randomBytes(10)].map((byte) => alphabet[byte % 32]).join('')}`
}

/** How somebody signed in, by the route that made the session; a change of it proves no more. */
function methodOf(path: string | undefined, before: unknown): string {
  if (path === '/passkey/verify-authentication') return 'passkey'
  if (path?.startsWith('/two-factor/verify-')) return 'code'
  if (path?.startsWith('/callback/')) return 'oidc'
  return path !== '/sign-in/email' && typeof before === 'string' ? before : 'password'
}

/** Loads the library over a database, whose tables it makes or migrates first. */
export async function openAccountsLibrary(settings: LibrarySettings): Promise<AccountsLibrary> {
  const options = optionsOf(settings)
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
  const auth = betterAuth(options)
  const context = await auth.$context
  const { internalAdapter, password: passwords } = context
  return {
    handle: (request) => auth.handler(request),
    hash: (password) => passwords.hash(password),
    async createUser(user) {
      const { id } = await internalAdapter.createUser(
        {
          ...user,
          email: user.email.toLowerCase(),
          emailVerified: true,
          disabled: false,
          mustChange: true,
        },
        undefined as never,
      )
      return id
    },
    async setPassword(userId, password) {
      const hashed = await passwords.hash(password)
      const known = await internalAdapter.findAccounts(userId)
      if (known.some(({ providerId }) => providerId === 'credential')) {
        await internalAdapter.updatePassword(userId, hashed)
        return
      }
      await internalAdapter.linkAccount({
        userId,
        providerId: 'credential',
        accountId: userId,
        password: hashed,
      } as never)
    },
  }
}

function optionsOf(settings: LibrarySettings): BetterAuthOptions {
  const { database, origin, sessionHours } = settings
  const isHttps = origin.startsWith('https:')
  return {
    appName: settings.nodeName,
    baseURL: origin,
    basePath: '/auth',
    secret: settings.secret,
    database: { db: database.db, type: database.type },
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Who comes back from a provider with nothing is told why where people sign in.
    onAPIError: { errorURL: '/sign-in' },
    // Attempts are bounded by our own listener, by account as well as by address.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max * 4,
    },
    user: {
      additionalFields: {
        roles: { type: 'string', input: false, defaultValue: '' },
        language: { type: 'string', input: false, defaultValue: '' },
        disabled: { type: 'boolean', input: false, defaultValue: false },
        mustChange: { type: 'boolean', input: false, defaultValue: false },
      },
    },
    session: {
      expiresIn: sessionHours * 3600,
      disableSessionRefresh: true,
      freshAge: sessionHours * 3600,
      additionalFields: { method: { type: 'string', input: false, defaultValue: '' } },
    },
    account: {
      accountLinking: { enabled: true, trustedProviders: [OIDC_PROVIDER] },
      encryptOAuthTokens: true,
    },
    databaseHooks: {
      session: {
        create: {
          async before(session, context) {
            await requireEnabled(database, session.userId)
            const before = context?.context.session?.session.method
            return { data: { ...session, method: methodOf(context?.path, before) } }
          },
        },
      },
    },
    advanced: {
      cookiePrefix: settings.cookiePrefix,
      useSecureCookies: isHttps,
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true, secure: isHttps, path: '/' },
      // A provider sends the browser back from another site: this one cookie has to come along.
      cookies: { state: { attributes: { sameSite: 'lax' } } },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: ({ model }) => (model === 'user' ? accountId() : randomId()) },
    },
    plugins: pluginsOf(settings),
  }
}

function randomId(): string {
  return randomBytes(18).toString('base64url')
}

function pluginsOf({ nodeName, origin, oidc }: LibrarySettings) {
  return [
    twoFactor({ issuer: nodeName, totpOptions: { digits: 6, period: 30 } }),
    passkey({
      rpID: new URL(origin).hostname,
      rpName: nodeName,
      origin,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    }),
    apiKey({
      apiKeyHeaders: 'x-api-key',
      defaultPrefix: 'concert_',
      rateLimit: { enabled: false },
      keyExpiration: { defaultExpiresIn: 90 * DAY_S, maxExpiresIn: 365 },
    }),
    ...(oidc ? [oidcPlugin(oidc)] : []),
  ]
}

/** Accounts are made by an operator; a provider only proves who somebody is. */
function oidcPlugin({ issuer, clientId, clientSecret }: NonNullable<LibrarySettings['oidc']>) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        disableImplicitSignUp: true,
        disableSignUp: true,
      },
    ],
  })
}

/** A disabled account answers as if the password were wrong, whatever proved who it is. */
async function requireEnabled({ db }: AccountsDatabase, userId: string): Promise<void> {
  const user = await db
    .selectFrom('user')
    .select('disabled')
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user && !isTrue(user.disabled)) return
  throw new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'refused' })
}
