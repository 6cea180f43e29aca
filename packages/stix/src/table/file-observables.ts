import { ARCHIVE_EXT, NTFS_EXT, PDF_EXT, RASTER_IMAGE_EXT } from './file-extensions.ts'
import * as k from './kinds.ts'
import type { ObjectType } from './model.ts'
import { WINDOWS_PEBINARY_EXT } from './pe-extension.ts'
import { observable } from './rows.ts'

// What is seen in a file system (§6).

export const ARTIFACT: ObjectType = observable(
  'artifact',
  '6.1',
  {
    mime_type: k.shouldFormat('media-type'),
    payload_bin: k.binary(),
    url: k.formatted('url'),
    hashes: k.hashes(),
    encryption_algorithm: k.enumeration('encryption-algorithm-enum'),
    decryption_key: k.string(),
  },
  {
    identity: ['hashes', 'payload_bin'],
    rules: [
      { rule: 'at-least-one', of: ['payload_bin', 'url'] },
      { rule: 'at-most-one', of: ['payload_bin', 'url'] },
      { rule: 'requires', when: { present: 'url' }, names: ['hashes'] },
      { rule: 'requires', when: { present: 'decryption_key' }, names: ['encryption_algorithm'] },
    ],
  },
)

export const DIRECTORY: ObjectType = observable(
  'directory',
  '6.3',
  {
    path: k.required(k.string()),
    path_enc: k.formatted('charset'),
    ctime: k.timestamp(),
    mtime: k.timestamp(),
    atime: k.timestamp(),
    contains_refs: k.listOf(k.refTo('file', 'directory')),
  },
  { identity: ['path'] },
)

export const FILE: ObjectType = observable(
  'file',
  '6.7',
  {
    hashes: k.hashes(),
    size: k.integer(0),
    name: k.string(),
    name_enc: k.formatted('charset'),
    magic_number_hex: k.hex(),
    mime_type: k.shouldFormat('media-type'),
    ctime: k.timestamp(),
    mtime: k.timestamp(),
    atime: k.timestamp(),
    parent_directory_ref: k.refTo('directory'),
    contains_refs: k.listOf(k.refToAny({ classes: ['sco'] })),
    content_ref: k.refTo('artifact'),
  },
  {
    extensions: [ARCHIVE_EXT, NTFS_EXT, PDF_EXT, RASTER_IMAGE_EXT, WINDOWS_PEBINARY_EXT],
    identity: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
    rules: [
      { rule: 'at-least-one', of: ['hashes', 'name'] },
      // §3.1: an encoding is not told of what is not there.
      { rule: 'requires', when: { present: 'name_enc' }, names: ['name'] },
    ],
  },
)
