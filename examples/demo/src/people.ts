import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { concertJson } from './processes.ts'
import type { Side } from './sides.ts'

/** How somebody signs in at a console of the demo. */
interface SignIn {
  readonly role: 'duty' | 'release'
  readonly email: string
  readonly password: string
}

/** What each of them may do: whoever shares is not who approves. */
const PEOPLE = [
  { role: 'duty', name: 'Duty officer 值班员', roles: ['duty-officer', 'analyst', 'diplomat'] },
  { role: 'release', name: 'Release officer 放行审批员', roles: ['release-officer', 'legal'] },
] as const

/** A duty officer and a release officer of a side, made at its first start. */
export async function signIns(side: Side): Promise<readonly SignIn[]> {
  const file = join(side.folder, 'sign-ins.json')
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as readonly SignIn[]
  const made: SignIn[] = []
  for (const { role, name, roles } of PEOPLE) {
    const email = `${role}@${side.name.split(' ')[0]?.toLowerCase()}.example`
    const { password } = await concertJson<{ password: string }>(
      ...['account', 'add', email, '--name', name, '--data', side.folder],
      ...roles.flatMap((each) => ['--role', each]),
    )
    made.push({ role, email, password })
  }
  await writeFile(file, JSON.stringify(made), { mode: 0o600 })
  return made
}
