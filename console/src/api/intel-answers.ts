/** What the node answers about intelligence. */
import type { Named } from '../i18n/both.ts'

export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'

export interface IntelRow {
  readonly id: number
  readonly stixId: string
  readonly type: string
  readonly modified: string
  readonly tlp: Tlp
  readonly source: string
  readonly added: number
  readonly retracted: boolean
  readonly object: Readonly<Record<string, unknown>>
}

/** What objects are called that others refer to, by STIX id. */
export type ObjectNames = Readonly<
  Record<string, { readonly type: string; readonly name: string } | undefined>
>

export interface IntelSearch {
  readonly kind: string
  readonly spelling: string
  readonly rows: readonly IntelRow[]
  readonly next: string | null
  readonly facets: {
    readonly type: Readonly<Record<string, number>>
    readonly tlp: Readonly<Record<string, number>>
    readonly source: Readonly<Record<string, number>>
    readonly objects: number
    readonly isPart: boolean
  } | null
  readonly names: ObjectNames
  readonly behind: number
}

export interface SaidBy {
  readonly statement: string
  readonly kind: string
  readonly node: string
  readonly role: string
  readonly time: string
  readonly compact: string | null
  readonly exercise: boolean
}

export interface IntelVersion extends IntelRow {
  readonly isCopy: boolean
  readonly said: readonly (SaidBy & {
    readonly carried: readonly {
      readonly direction: 'in' | 'out'
      readonly peer: string
      readonly seq: number
      readonly state: string
      readonly logged: boolean
      readonly receipted: boolean
      readonly added: number
    }[]
  })[]
  readonly retraction: (SaidBy & { readonly reason: string }) | null
  readonly kept: {
    readonly until: number
    readonly days: number
    readonly compact: string
    readonly version: string
  } | null
}

export interface IntelObject {
  readonly stixId: string
  readonly type: string
  readonly versions: readonly IntelVersion[]
  readonly sightings: readonly (SaidBy & { readonly reporter: string; readonly count: number })[]
  readonly names: ObjectNames
  readonly isPart: boolean
}

export interface Relations {
  readonly nodes: readonly {
    readonly stixId: string
    readonly type: string
    readonly name: string
    readonly tlp: Tlp
    readonly retracted: boolean
  }[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[]
  readonly isPart: boolean
}

export interface LookedUp {
  readonly given: string
  readonly kind: string
  readonly spelling: string
  readonly exact: readonly KnownObject[]
  readonly around: readonly KnownObject[]
}

export interface KnownObject {
  readonly stixId: string
  readonly type: string
  readonly tlp: Tlp
  readonly source: string
  readonly retracted: boolean
}

export interface SavedSearch {
  readonly id: number
  readonly name: string
  readonly query: { readonly q: string }
}

/** What is wrong with one entry of a file. */
export interface ImportFault {
  readonly code: string
  readonly at: string
  readonly message: Named | null
}

export interface ImportPreview {
  readonly read: number
  readonly types: Readonly<Record<string, number>>
  readonly sample: readonly {
    readonly id: string
    readonly type: string
    readonly tlp: Tlp
    readonly name: string
  }[]
  readonly faultCount: number
  readonly faults: readonly ImportFault[]
  readonly findingCount: number
  readonly findings: readonly {
    readonly kind: string
    readonly value: string
    readonly line: number
    readonly column: number
    readonly part: string | null
    readonly warnings: readonly { readonly code: string; readonly message: Named | null }[]
  }[]
}

/** What an import tells while it runs. */
export type ImportEvent =
  | { readonly event: 'progress'; readonly read: number; readonly added: number }
  | {
      readonly event: 'done'
      readonly read: number
      readonly added: number
      readonly faultCount: number
      readonly faults: readonly ImportFault[]
    }
  | { readonly event: 'refused'; readonly code: string; readonly message: Named }

export interface MatrixPhase {
  readonly chain: string
  readonly phase: string
  readonly types: Readonly<Record<string, number>>
  readonly cells: readonly {
    readonly stixId: string
    readonly type: string
    readonly name: string
    readonly tlp: Tlp
    readonly source: string
  }[]
  readonly isPart: boolean
}
