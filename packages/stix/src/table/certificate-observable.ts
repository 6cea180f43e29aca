import * as k from './kinds.ts'
import type { ObjectType, Properties, Shape } from './model.ts'
import { observable } from './rows.ts'

/** §6.18.2 */
const X509_V3_EXTENSIONS: Shape = k.atLeastOneOf('x509-v3-extensions-type', '6.18.2', {
  basic_constraints: k.string(),
  name_constraints: k.string(),
  policy_constraints: k.string(),
  key_usage: k.string(),
  extended_key_usage: k.string(),
  subject_key_identifier: k.string(),
  authority_key_identifier: k.string(),
  subject_alternative_name: k.string(),
  issuer_alternative_name: k.string(),
  subject_directory_attributes: k.string(),
  crl_distribution_points: k.string(),
  inhibit_any_policy: k.string(),
  private_key_usage_period_not_before: k.timestamp(),
  private_key_usage_period_not_after: k.timestamp(),
  certificate_policies: k.string(),
  policy_mappings: k.string(),
})

const OWN: Properties = {
  is_self_signed: k.boolean(),
  hashes: k.hashes(),
  version: k.string(),
  serial_number: k.string(),
  signature_algorithm: k.string(),
  issuer: k.string(),
  validity_not_before: k.timestamp(),
  validity_not_after: k.timestamp(),
  subject: k.string(),
  subject_public_key_algorithm: k.string(),
  subject_public_key_modulus: k.string(),
  subject_public_key_exponent: k.integer(),
  x509_v3_extensions: k.objectOf(X509_V3_EXTENSIONS),
}

export const X509_CERTIFICATE: ObjectType = observable('x509-certificate', '6.18', OWN, {
  identity: ['hashes', 'serial_number'],
  rules: [{ rule: 'at-least-one', of: Object.keys(OWN) }],
})
