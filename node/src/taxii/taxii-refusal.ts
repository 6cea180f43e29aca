/** Why an operator's wish about the TAXII server is not fulfilled. */
export type TaxiiRefusal =
  | 'taxii-alias-taken'
  | 'taxii-no-collection'
  | 'taxii-no-token'
  | 'taxii-certificate-taken'
  | 'taxii-not-writable'
