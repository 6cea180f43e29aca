import * as k from './kinds.ts'
import type { Shape } from './model.ts'

// Predefined extensions of processes and accounts, and the parts of registry keys.

export const WINDOWS_PROCESS_EXT: Shape = k.atLeastOneOf('windows-process-ext', '6.13.2', {
  aslr_enabled: k.boolean(),
  dep_enabled: k.boolean(),
  priority: k.shouldFormat('priority-class'),
  owner_sid: k.string(),
  window_title: k.string(),
  startup_info: k.dictionary(),
  integrity_level: k.enumeration('windows-integrity-level-enum'),
})

export const WINDOWS_SERVICE_EXT: Shape = k.atLeastOneOf('windows-service-ext', '6.13.3', {
  service_name: k.string(),
  descriptions: k.listOf(k.string()),
  display_name: k.string(),
  group_name: k.string(),
  start_type: k.enumeration('windows-service-start-type-enum'),
  service_dll_refs: k.listOf(k.refTo('file')),
  service_type: k.enumeration('windows-service-type-enum'),
  service_status: k.enumeration('windows-service-status-enum'),
})

export const UNIX_ACCOUNT_EXT: Shape = k.atLeastOneOf('unix-account-ext', '6.16.2', {
  gid: k.integer(),
  groups: k.listOf(k.string()),
  home_dir: k.string(),
  shell: k.string(),
})

/** §6.17.2; an empty name is the key's default value. */
export const WINDOWS_REGISTRY_VALUE: Shape = k.atLeastOneOf(
  'windows-registry-value-type',
  '6.17.2',
  {
    name: k.maybeEmpty(),
    data: k.maybeEmpty(),
    data_type: k.enumeration('windows-registry-datatype-enum'),
  },
)
