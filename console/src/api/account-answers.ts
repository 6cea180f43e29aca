/** What the node answers about people, sessions and the trail. */

/** Somebody with an account here. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly disabled: boolean
}

export interface SessionLine {
  readonly id: string
  readonly method: string
  readonly address: string
  readonly agent: string
  readonly used: string
  readonly isCurrent: boolean
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly disabled: boolean
  readonly created: string
  readonly factors: readonly string[]
}

/** What an operator hands over to somebody, once. */
export interface Credentials {
  readonly id: string
  readonly email: string
  readonly password: string
}

export interface TrailEntry {
  readonly number: number
  readonly time: string
  readonly account: string
  readonly action: string
  readonly outcome: string
  readonly address: string
}
