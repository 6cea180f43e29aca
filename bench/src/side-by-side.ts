/** One of the things compared: does its work once and says how many units that were. */
export interface Contender {
  /**
   * Does the work once.
   * @returns units done, such as objects written; above 0.
   */
  work(): number | Promise<number>
}

/** How two contenders compare. */
export interface Comparison {
  /** Median rate of the subject, in units a second. */
  readonly subject: number
  /** Median rate of the reference, in units a second. */
  readonly reference: number
  /** Median of the rounds' own ratios, subject to reference. */
  readonly ratio: number
  /** Smallest and largest ratio of a round: how far the figure can be trusted. */
  readonly ratioRange: readonly [number, number]
  readonly rounds: number
}

/** How often to run, and by which clock. */
export interface SideBySideOptions {
  /** Rounds that count, at least 1; 7 when absent. */
  readonly rounds?: number
  /** Rounds run first and thrown away, so that neither pays for compilation; 1 when absent. */
  readonly warmup?: number
  /** Milliseconds, monotonic; `performance.now` when absent. */
  readonly now?: () => number
}

interface Round {
  readonly subject: number
  readonly reference: number
}

/**
 * Times two contenders in alternating rounds, each going first every other time: what the machine
 * does meanwhile (heat, neighbours, a full disk cache) then weighs on both alike, and the median of
 * the rounds' ratios is far steadier than either rate.
 */
export async function sideBySide(
  subject: Contender,
  reference: Contender,
  options: SideBySideOptions = {},
): Promise<Comparison> {
  const { rounds = 7, warmup = 1, now = () => performance.now() } = options
  const counted: Round[] = []
  for (let index = -warmup; index < Math.max(1, rounds); index += 1) {
    const round = await oneRound(subject, reference, index % 2 === 0, now)
    if (index >= 0) counted.push(round)
  }
  return compare(counted)
}

async function oneRound(
  subject: Contender,
  reference: Contender,
  subjectFirst: boolean,
  now: () => number,
): Promise<Round> {
  if (subjectFirst) {
    const first = await rate(subject, now)
    return { subject: first, reference: await rate(reference, now) }
  }
  const first = await rate(reference, now)
  return { subject: await rate(subject, now), reference: first }
}

/** Units a second of one run. A run below the clock's resolution counts as a microsecond. */
async function rate(contender: Contender, now: () => number): Promise<number> {
  const begin = now()
  const units = await contender.work()
  return (units / Math.max(now() - begin, 0.001)) * 1000
}

function compare(rounds: readonly Round[]): Comparison {
  const ratios = rounds.map((round) => round.subject / round.reference)
  return {
    subject: median(rounds.map((round) => round.subject)),
    reference: median(rounds.map((round) => round.reference)),
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    rounds: rounds.length,
  }
}

/** The middle value, or the mean of the middle two; `NaN` when there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (lower + upper) / 2
}
