/** A text in both languages of the project. */
export interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** What a person may set when running a bench. */
export interface BenchOptions {
  /** Scales the work: 1 is the full bench, 0.1 a quick look. Above 0, at most 100. */
  readonly scale: number
  /** Told now and then how far a bench is that takes minutes. */
  readonly tell?: Tell
}

/** Takes a line for whoever waits. */
export type Tell = (progress: Bilingual) => void

/** A value that explains a figure: shown in the table, a field of the JSON line. */
export type Detail =
  | string
  | number
  | boolean
  | null
  | readonly Detail[]
  | { readonly [name: string]: Detail }

/** What a bench measured; the harness adds its name and the machine. */
export interface Measurement {
  /** The main figure, in `unit`. */
  readonly figure: number
  /** Unit of `figure`, such as `objects/s`. */
  readonly unit: string
  /** `figure` divided by the same figure of `reference`; ratios travel between machines. */
  readonly ratio: number
  /** What the ratio is to, such as `the same rows written to the same engine alone`. */
  readonly reference: string
  /** The figure to reach, in words: `at least 4000 objects/s`. */
  readonly goal: string
  /** Whatever else explains the figure. Its fields stand beside the others in the JSON line. */
  readonly details?: Readonly<Record<string, Detail>>
}

/** One bench: a module in `benches/` exports it as `bench`, and the file is named as it is. */
export interface Bench {
  readonly name: string
  readonly description: Bilingual
  run(options: BenchOptions): Promise<Measurement>
}

/** The machine a figure was taken on. */
export interface Machine {
  /** Model and number of logical cores, as `Xeon 2.80GHz × 2`. */
  readonly cpu: string
  /** Memory in whole MiB. */
  readonly memoryMiB: number
  /** Version of Node, as `v26.10.0`. */
  readonly node: string
  /** Operating system, its release and architecture. */
  readonly platform: string
}

/** What `--json` prints on its one line. */
export interface BenchResult extends Omit<Measurement, 'details'> {
  readonly name: string
  readonly machine: Machine
  readonly [detail: string]: unknown
}
