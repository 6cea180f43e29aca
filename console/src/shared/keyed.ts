/** Gives the things of a list their places for keys: for lists that only ever change as a whole. */
export function keyed<T>(
  list: readonly T[],
): readonly { readonly key: string; readonly value: T }[] {
  return list.map((value, place) => ({ key: String(place), value }))
}
