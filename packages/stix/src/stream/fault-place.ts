/**
 * Where a fault is, told from the top of a file: the place of the object, then the path within it
 * or the byte.
 *
 * @example
 * placeOfFault('objects[3]', 'valid_from') // 'objects[3].valid_from'
 * placeOfFault('objects[3]', 'byte 96') // 'objects[3], byte 96'
 */
export function placeOfFault(place: string, at: string): string {
  if (place === '' || at === '') return place + at
  if (at.startsWith('byte ')) return `${place}, ${at}`
  return at.startsWith('[') ? place + at : `${place}.${at}`
}
