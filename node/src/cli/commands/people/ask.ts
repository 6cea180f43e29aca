import {
  type AdminClient,
  type AdminResult,
  connectAdmin,
  reportRefusal,
} from '../../admin-client.ts'
import { type CommandContext, EXIT } from '../../command.ts'
import { print } from '../../output.ts'

/** A command's world, without its arguments. */
export type Asking = Omit<CommandContext, 'args'>

/** Asks the running node and prints what it answers. @returns the exit code */
export async function askAndPrint<T>(
  context: Asking,
  ask: (admin: AdminClient) => Promise<AdminResult<T>>,
  render: (value: T) => string,
): Promise<number> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const answer = await ask(admin.value)
  if (!answer.ok) return reportRefusal(context, answer)
  print(context, answer.value, render)
  return EXIT.ok
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** The values that were given, without those that were not. */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<T>
}
