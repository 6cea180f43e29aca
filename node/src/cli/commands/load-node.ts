import { join } from 'node:path'
import type { Settings } from '../../config/config.ts'
import { loadSettings } from '../../config/load.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { KEYS_FOLDER } from '../../keys/create-keys.ts'
import type { KeySet } from '../../keys/key-set.ts'
import { loadKeys } from '../../keys/load-keys.ts'
import type { CommandContext } from '../command.ts'
import { reportFaults } from '../report-faults.ts'

/**
 * Loads configuration and keys as a start of the node does.
 *
 * @returns both, or the exit code after every fault has been reported
 */
export async function loadNode(
  context: CommandContext,
): Promise<(Settings & { readonly keys: KeySet }) | number> {
  const settings = await loadSettings(context)
  if (!settings.ok) return reportFaults(context, settings)
  const folder = join(context.dataDir, KEYS_FOLDER)
  const keys = await loadKeys({ folder, crypto: createNodeCrypto() })
  return keys.ok ? { ...settings, keys: keys.value } : reportFaults(context, keys)
}
