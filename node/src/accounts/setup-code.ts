import { randomInt } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromUtf8, utf8 } from '@concert/core'
import { createFile, makePrivateFolder, PRIVATE_FILE } from '../files/atomic-file.ts'
import { readPrivateFile } from '../files/private-file.ts'
import { accountsFolder } from '../operation/data-files.ts'
import { isSameText } from './account-secret.ts'

/** Crockford's base32: nothing in it is mistaken for something else when read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 4
const MAX_BYTES = 100

/** `7K3M-9QXD` and the like, `length` groups of four, 20 bits each. */
export function makeCode(groups: number): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(32)]).join('')
  return Array.from({ length: groups }, group).join('-')
}

/** The code that makes the first administrator: whoever can read the data folder knows it. */
export class SetupCode {
  readonly #folder: string

  constructor(dataDir: string) {
    this.#folder = accountsFolder(dataDir)
  }

  get #path(): string {
    return join(this.#folder, 'setup-code')
  }

  /** The code, made when there is none. */
  async ensure(): Promise<string> {
    await makePrivateFolder(this.#folder)
    await createFile(this.#path, utf8(`${makeCode(GROUPS)}\n`), PRIVATE_FILE)
    return (await this.#read()) ?? ''
  }

  /** Whether somebody has given the right code; spaces, hyphens and case do not matter. */
  async isRight(given: string): Promise<boolean> {
    const code = await this.#read()
    return code !== undefined && code !== '' && isSameText(plain(given), plain(code))
  }

  /** It is good for one administrator. */
  async spend(): Promise<void> {
    await rm(this.#path, { force: true })
  }

  async #read(): Promise<string | undefined> {
    const read = await readPrivateFile(this.#path, MAX_BYTES)
    return read.ok ? fromUtf8(read.value)?.trim() : undefined
  }
}

function plain(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}
