import { type CommandEntry, type CommandGroup, isGroup, type TableEntry } from './command.ts'

/** How far the words of a command line lead into the table. */
export type Found =
  | { readonly kind: 'command'; readonly path: readonly string[]; readonly entry: CommandEntry }
  | { readonly kind: 'group'; readonly path: readonly string[]; readonly group: CommandGroup }
  | {
      readonly kind: 'unknown'
      readonly path: readonly string[]
      readonly group: CommandGroup
      readonly word: string
    }

/** Follows words into the table: `peer add` is the command `add` of the group `peer`. */
export function findCommand(root: CommandGroup, words: readonly string[]): Found {
  let group = root
  const path = [root.name]
  for (const word of words) {
    const entry: TableEntry | undefined = group.entries.find(({ name }) => name === word)
    if (entry === undefined) return { kind: 'unknown', path, group, word }
    path.push(word)
    if (!isGroup(entry)) return { kind: 'command', path, entry }
    group = entry
  }
  return { kind: 'group', path, group }
}
