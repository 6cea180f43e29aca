import type { Refusal } from '@concert/core'
import type { PrivateFileCode } from '../files/private-file.ts'
import { type Fault, fault } from '../i18n/faults.ts'

/** The fault of a file or folder that was not read. */
export function faultOfFile(
  refusal: Refusal<PrivateFileCode | 'folder-mode'>,
  where: string,
): Fault {
  const detail = refusal.at ?? ''
  switch (refusal.code) {
    case 'file-missing':
      return fault('file-missing', where, {})
    case 'file-unreadable':
      return fault('file-unreadable', where, { reason: detail })
    case 'file-size':
      return fault('file-size', where, { limit: detail })
    case 'key-mode':
      return fault('key-mode', where, { mode: detail })
    case 'folder-mode':
      return fault('folder-mode', where, { mode: detail })
  }
}
