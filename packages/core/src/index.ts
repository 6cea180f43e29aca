export * from './bytes.ts'
export * from './crypto.ts'
export {
  anyObject,
  base64Bytes,
  type Decoded,
  type Decoder,
  decode,
  dictionary,
  flag,
  hexText,
  integer,
  list,
  literal,
  Malformed,
  nullable,
  object,
  optional,
  sortedSet,
  type TextBounds,
  text,
  time,
} from './decode.ts'
export * from './ed25519.ts'
export * from './ids.ts'
export * from './json.ts'
export type { JsonFaultCode } from './json-scan.ts'
export { type SlicedJson, sliceJsonList } from './json-slices.ts'
export type {
  JsonElement,
  JsonItem,
  JsonShell,
  JsonStop,
  JsonStreamBounds,
  JsonStreamFaultCode,
  JsonStreamRefusal,
} from './json-stream/json-items.ts'
export { JsonStream } from './json-stream/json-stream.ts'
export * from './result.ts'
export { type JsonBounds, type JsonRefusal, parseStrictJson } from './strict-json.ts'
