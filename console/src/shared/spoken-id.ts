const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `R-7K3M-9QXD`: the last 40 bits of an id, to be read aloud; the letter says of what it is one. */
export function spokenId(letter: 'R' | 'O', id: string): string {
  let bits = BigInt(`0x${id.slice(-10)}`)
  let code = ''
  for (let n = 0; n < 8; n++) {
    code = ALPHABET[Number(bits & 31n)] + code
    bits >>= 5n
  }
  return `${letter}-${code.slice(0, 4)}-${code.slice(4)}`
}
