import { createNodeCrypto, startWitness } from '@concert/node'

/** What the bench tells a witness's process. */
export interface WitnessSpec {
  readonly folder: string
  readonly name: string
  /** Key of the log that is witnessed. */
  readonly logVkey: string
}

const spec: WitnessSpec = JSON.parse(process.argv[2] ?? '')
const { vkey, url } = await startWitness({
  dataDir: spec.folder,
  listen: { host: '127.0.0.1', port: 0 },
  name: spec.name,
  logs: [spec.logVkey],
  crypto: createNodeCrypto(),
})

// Nobody is left to stop this witness when the bench is cut short.
process.once('disconnect', () => process.exit())
process.send?.({ vkey, url })
