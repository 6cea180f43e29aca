/** What the node answers about contacts, ping tests, the rota and calls. */

export type ContactRole = 'technical' | 'policy' | 'hotline'

export type RotaLine = 'duty' | 'deputy'

/** Hours of the week in a time zone; no windows means around the clock. */
export interface Hours {
  readonly zone: string
  readonly windows: readonly {
    /** 1 Monday to 7 Sunday. */
    readonly days: readonly number[]
    readonly from: string
    readonly to: string
  }[]
}

export interface Contact {
  readonly node: string
  readonly id: string
  readonly role: ContactRole
  readonly revision: number
  /** Null when what it said was lost or erased. */
  readonly card: {
    readonly name: string
    readonly hours: Hours
    readonly languages: readonly string[]
    readonly email: string | null
    readonly phone: string | null
    readonly pgp: string | null
  } | null
  readonly reachable: boolean | null
  /** Peers that hold it; of contacts of ours only. */
  readonly sharedWith: readonly string[]
  readonly updated: string
}

export interface Ping {
  readonly id: string
  readonly peer: string
  readonly direction: 'out' | 'in'
  readonly role: ContactRole
  /** Minutes. */
  readonly within: number
  readonly exercise: boolean
  readonly asked: string
  readonly status: 'sent' | 'arrived' | 'answered' | 'late' | 'missed'
  readonly due: number | null
  readonly minutes: number | null
  readonly machineAnswers: number
  readonly answeredBy: string | null
}

export interface PingSchedule {
  readonly peer: string
  readonly role: ContactRole
  readonly everyMinutes: number
  readonly withinMinutes: number
  readonly due: string
}

export interface Rota {
  readonly onCall: Readonly<Record<RotaLine, string | null>>
  readonly shifts: readonly {
    readonly id: number
    readonly line: RotaLine
    readonly contact: string
    readonly hours: Hours
    readonly starts: number
    readonly ends: number | null
  }[]
  readonly handovers: readonly {
    readonly id: number
    readonly line: RotaLine
    readonly giver: string | null
    readonly taker: string
    readonly state: 'offered' | 'accepted' | 'declined'
    readonly offered: string
    readonly until: string
    readonly note: string
  }[]
}

export interface CallSheet {
  readonly request: string
  readonly peer: string
  readonly exercise: boolean
  readonly urgency: string
  /** Whether a U0 has still to be made sure of. */
  readonly pending: boolean
  readonly pings: readonly Ping[]
  readonly contacts: readonly Contact[]
  readonly calls: readonly {
    readonly contact: string
    readonly actor: string
    readonly result: 'confirmed' | 'denied' | 'no-answer'
    readonly note: string
    readonly made: string
  }[]
  readonly ladder: readonly {
    readonly side: 'asker' | 'owner'
    readonly round: number
    readonly clock: 'receipt' | 'acknowledge' | 'answer'
    readonly step: number
    readonly called: string
    readonly due: string
    readonly done: string
    readonly statement: string | null
  }[]
}

/** Answers to GET, by path. */
export interface DirectoryGets {
  '/api/v1/contacts': { readonly contacts: readonly Contact[] }
  '/api/v1/pings/schedules': { readonly schedules: readonly PingSchedule[] }
  '/api/v1/rota': Rota
}

/** Answers to POST, by path. */
export interface DirectoryPosts {
  '/api/v1/contacts': Contact
  '/api/v1/contacts/update': Contact
  '/api/v1/contacts/share': Contact
  '/api/v1/contacts/withdraw': unknown
  '/api/v1/pings/list': { readonly pings: readonly Ping[] }
  '/api/v1/pings': unknown
  '/api/v1/pings/answer': unknown
  '/api/v1/pings/schedules': unknown
  '/api/v1/rota/shifts': unknown
  '/api/v1/rota/shifts/remove': unknown
  '/api/v1/rota/handovers': unknown
  '/api/v1/rota/handovers/accept': unknown
  '/api/v1/rota/handovers/decline': unknown
  '/api/v1/requests/calls': CallSheet
  '/api/v1/requests/calls/record': CallSheet
}
