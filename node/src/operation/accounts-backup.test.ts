import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { keysIn, type Pair, startPair } from '../testing/pair.ts'
import { makeBackup } from './backup.ts'
import { accountsDatabasePath, accountsSecretPath } from './data-files.ts'
import { restoreBackup } from './restore.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('a', { console: await consoleConfig({ secondFactor: 'optional' }) })
})

afterAll(() => pair.close())

test('a backup brings the accounts back, and with the keys the sessions go on', async () => {
  const { config } = pair.setup.a
  const email = 'mei@arden.example'
  const made = await pair.a.parts.accounts.add({ email, name: 'Mei', roles: ['analyst'] })
  if (!made.ok) throw new Error(made.code)
  const browser = new Browser(pair.a)
  await browser.signIn(email, made.value.password)
  const folder = join(config.dataDir, 'backup')
  const backup = await makeBackup(config, folder, true)
  if (!backup.ok) throw new Error(backup.code)
  expect(backup.value.files).toContain('accounts/accounts.db')
  expect(backup.value.files).toContain('keys/accounts.secret')
  for (const path of [accountsDatabasePath(folder), accountsSecretPath(folder)]) {
    expect((await stat(path)).mode & 0o077, path).toBe(0)
  }
  await pair.a.parts.accounts.setDisabled(email, true)
  const settings = pair.a.parts.context.config.console
  await pair.stop('a')
  await rm(accountsDatabasePath(config.dataDir))
  const keys = await keysIn(config.dataDir)
  const deps = { crypto: createNodeCrypto(), config, keys, now: Date.now() }
  expect(await restoreBackup(deps, folder)).toMatchObject({ ok: true })
  await pair.start('a', settings ? { console: settings } : {})
  expect((await browser.load()).body.user).toMatchObject({ email })
})
