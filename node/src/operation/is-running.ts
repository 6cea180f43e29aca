import { connectAdmin } from '../cli/admin-client.ts'
import type { CommandContext } from '../cli/command.ts'

/**
 * Whether a node runs on the data folder. When that cannot be told, because the file it keeps
 * there is damaged or its answer is strange, it counts as running.
 */
export async function isRunning(
  context: Pick<CommandContext, 'dataDir' | 'signal'>,
): Promise<boolean> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return admin.code !== 'not-running'
  const answer = await admin.value.get<unknown>('/api/v1/identity')
  // A node that was killed leaves its file behind.
  return answer.ok || answer.code !== 'unreachable'
}
