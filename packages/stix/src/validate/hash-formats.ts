const hexOf = (bits: number): RegExp => new RegExp(`^[0-9A-Fa-f]{${bits / 4}}$`)

/** How the values of the vocabulary's hash algorithms are written (§10.7). */
export const FORMATS_OF_HASHES: ReadonlyMap<string, RegExp> = new Map([
  ['MD5', hexOf(128)],
  ['SHA-1', hexOf(160)],
  ['SHA-256', hexOf(256)],
  ['SHA-512', hexOf(512)],
  ['SHA3-256', hexOf(256)],
  ['SHA3-512', hexOf(512)],
  // ssdeep's own form: block size, two signatures of at most 64 characters of base64.
  ['SSDEEP', /^[0-9]{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$/],
  // 35 bytes; the version prefix T1 came with TLSH 4.
  ['TLSH', /^(?:T1)?[0-9A-Fa-f]{70}$/],
])
