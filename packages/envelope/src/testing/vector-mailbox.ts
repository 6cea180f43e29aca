import { type CryptoPort, fromUtf8 } from '@concert/core'
import { exchange } from './exchange.ts'
import { mailboxDocuments, mailboxVkey } from './mailbox-documents.ts'

/** One good document of each kind that goes to a mailbox or comes from it. */
export async function mailboxVectors(crypto: CryptoPort): Promise<object> {
  const documents = await mailboxDocuments(crypto, await exchange(crypto))
  return {
    vkey: mailboxVkey(crypto),
    documents: Object.entries(documents).map(([kind, { bytes, digest }]) => {
      return { name: `a good ${kind}`, kind, document: fromUtf8(bytes) ?? '', digest }
    }),
  }
}
