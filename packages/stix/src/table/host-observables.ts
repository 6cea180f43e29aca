import {
  UNIX_ACCOUNT_EXT,
  WINDOWS_PROCESS_EXT,
  WINDOWS_REGISTRY_VALUE,
  WINDOWS_SERVICE_EXT,
} from './host-extensions.ts'
import * as k from './kinds.ts'
import type { ObjectType, Properties } from './model.ts'
import { observable } from './rows.ts'

// What is seen on a machine (§6).

export const MUTEX: ObjectType = observable(
  'mutex',
  '6.11',
  { name: k.required(k.string()) },
  { identity: ['name'] },
)

const PROCESS_OWN: Properties = {
  is_hidden: k.boolean(),
  pid: k.integer(),
  created_time: k.timestamp(),
  cwd: k.string(),
  command_line: k.string(),
  environment_variables: k.dictionary(k.maybeEmpty()),
  opened_connection_refs: k.listOf(k.refTo('network-traffic')),
  creator_user_ref: k.refTo('user-account'),
  image_ref: k.refTo('file'),
  parent_ref: k.refTo('process'),
  child_refs: k.listOf(k.refTo('process')),
}

export const PROCESS: ObjectType = observable('process', '6.13', PROCESS_OWN, {
  extensions: [WINDOWS_PROCESS_EXT, WINDOWS_SERVICE_EXT],
  rules: [{ rule: 'at-least-one', of: [...Object.keys(PROCESS_OWN), 'extensions'] }],
})

export const SOFTWARE: ObjectType = observable(
  'software',
  '6.14',
  {
    name: k.required(k.string()),
    cpe: k.formatted('cpe'),
    swid: k.string(),
    languages: k.listOf(k.formatted('language-tag')),
    vendor: k.string(),
    version: k.string(),
  },
  { identity: ['name', 'cpe', 'swid', 'vendor', 'version'] },
)

const ACCOUNT_OWN: Properties = {
  user_id: k.string(),
  credential: k.string(),
  account_login: k.string(),
  account_type: k.openVocab('account-type-ov'),
  display_name: k.string(),
  is_service_account: k.boolean(),
  is_privileged: k.boolean(),
  can_escalate_privs: k.boolean(),
  is_disabled: k.boolean(),
  account_created: k.timestamp(),
  account_expires: k.timestamp(),
  credential_last_changed: k.timestamp(),
  account_first_login: k.timestamp(),
  account_last_login: k.timestamp(),
}

export const USER_ACCOUNT: ObjectType = observable('user-account', '6.16', ACCOUNT_OWN, {
  extensions: [UNIX_ACCOUNT_EXT],
  identity: ['account_type', 'user_id', 'account_login'],
  rules: [{ rule: 'at-least-one', of: [...Object.keys(ACCOUNT_OWN), 'extensions'] }],
})

const REGISTRY_KEY_OWN: Properties = {
  key: k.formatted('registry-key'),
  values: k.listOf(k.objectOf(WINDOWS_REGISTRY_VALUE)),
  modified_time: k.timestamp(),
  creator_user_ref: k.refTo('user-account'),
  number_of_subkeys: k.integer(),
}

export const WINDOWS_REGISTRY_KEY: ObjectType = observable(
  'windows-registry-key',
  '6.17',
  REGISTRY_KEY_OWN,
  {
    identity: ['key', 'values'],
    rules: [{ rule: 'at-least-one', of: Object.keys(REGISTRY_KEY_OWN) }],
  },
)
