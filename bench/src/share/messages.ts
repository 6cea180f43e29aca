/** What the bench asks a node's process to do, with what it answers. */
export interface NodeTasks {
  /** Knows the node at a URL; answers who it is and the safety number of the pair. */
  add(url: string): Promise<{ readonly node: string; readonly safetyNumber: string }>
  confirm(node: string, safetyNumber: string): Promise<null>
  /** Proposes a compact to a peer; answers its digest. */
  propose(peer: string): Promise<string>
  /** Signs the proposal when it has come; answers once it is in force here. */
  sign(digest: string): Promise<null>
  /** Answers once a compact is in force here. */
  inForce(): Promise<null>
  /** Takes so many synthetic indicators in as the node's own, numbered from `first`. */
  fill(count: number, first?: number): Promise<null>
  /** Writes a file of so many synthetic indicators, an object a line, as the node's own would be. */
  writeFile(path: string, count: number): Promise<null>
  /** Imports a file as an operator does. */
  importFile(path: string): Promise<null>
  /** Answers once everything that was taken in is found by a search. */
  searchable(): Promise<null>
  /** Makes a TAXII collection of everything, readable and writable, and a token for it. */
  openTaxii(): Promise<TaxiiAccess>
  /** Puts so many objects into the store at once; the collections take them in as any others. */
  fillStore(first: number, count: number): Promise<null>
  /** Answers once the collections hold what the node holds: times of adding, of every hundredth. */
  taxiiPlaces(): Promise<readonly number[]>
  /** How far that is: objects that were looked at for the first collection, packs made. */
  taxiiProgress(): Promise<{ readonly followed: number; readonly packs: number }>
  /** How many entries the collections have. */
  taxiiEntries(): Promise<number>
  /** Serves a body of so many bytes over the same server as the node's, at `/`; answers its port. */
  serveConstant(bytes: number): Promise<number>
  /** Shares everything new with a peer; answers once the last receipt is here. */
  share(peer: string): Promise<Shared>
  /** Adds so many accounts with every role that a day's work needs; answers how they sign in. */
  addPeople(count: number): Promise<readonly Credentials[]>
  /** Asks a peer to take so many URLs down; answers once the last receipt is here. */
  takeDown(peer: string, count: number): Promise<TakenDown>
  /** How many targets of a request have been listed here. */
  hasTargets(id: string): Promise<number>
  /** Copies the request that is there, with clocks of their own. */
  manyRequests(count: number): Promise<null>
  /** Asks the duty desk what a duty officer does. */
  timeDesk(): Promise<DeskTimes>
  usage(): Promise<Usage>
  /** Stops the node; the process ends. */
  stop(): Promise<null>
}

/** How somebody signs in at the console. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

/** A bulk request at its sender. */
export interface TakenDown {
  readonly id: string
  /** Until it was checked, signed and stored. */
  readonly created: number
  /** Until the last receipt was here. */
  readonly seconds: number
}

/** How long a duty desk's questions take, in the median. */
export interface DeskTimes {
  readonly open: number
  readonly listMs: number
  readonly filterMs: number
  readonly countMs: number
  readonly tickMs: number
}

/** What a node has used so far. */
export interface Usage {
  /** Largest resident set, in bytes. */
  readonly peakBytes: number
  /** Time of all its threads on a processor, in seconds. */
  readonly cpuSeconds: number
  /** Objects held. */
  readonly objects: number
}

/** Where a TAXII collection is, and what opens it. */
export interface TaxiiAccess {
  /** Path of the collection, with the slash at its end. */
  readonly path: string
  readonly token: string
}

/** What a share came to at the sender. */
export interface Shared {
  readonly seconds: number
  readonly objects: number
  readonly parcels: number
  /** Bytes of parcels on the wire. */
  readonly bytes: number
}

/** The name of something a node's process can do. */
export type TaskName = keyof NodeTasks

/** A request over the channel between the processes. */
export interface TaskRequest {
  readonly id: number
  readonly task: TaskName
  readonly input: readonly unknown[]
}

/** Its answer, or what went wrong. `id` 0 says that the node has started. */
export interface TaskReply {
  readonly id: number
  readonly output?: unknown
  readonly error?: string
}

/** What the process is started with: its one argument, as JSON. */
export interface NodeSpec {
  readonly folder: string
  readonly port: number
  readonly economy: string
  readonly name: { readonly en: string; readonly zh: string }
  /** Port of the web console, when there is one. */
  readonly consolePort?: number
}
