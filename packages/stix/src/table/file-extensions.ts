import * as k from './kinds.ts'
import type { Shape } from './model.ts'

// Predefined extensions of files (§6.7.2 to §6.7.5).

export const ARCHIVE_EXT: Shape = k.shape('archive-ext', '6.7.2', {
  contains_refs: k.required(k.listOf(k.refTo('file', 'directory'))),
  comment: k.string(),
})

/** §6.7.3.2 */
const ALTERNATE_DATA_STREAM: Shape = k.shape('alternate-data-stream-type', '6.7.3.2', {
  name: k.required(k.string()),
  hashes: k.hashes(),
  size: k.integer(0),
})

export const NTFS_EXT: Shape = k.atLeastOneOf('ntfs-ext', '6.7.3', {
  sid: k.string(),
  alternate_data_streams: k.listOf(k.objectOf(ALTERNATE_DATA_STREAM)),
})

export const PDF_EXT: Shape = k.atLeastOneOf('pdf-ext', '6.7.4', {
  version: k.string(),
  is_optimized: k.boolean(),
  document_info_dict: k.dictionary(k.maybeEmpty()),
  pdfid0: k.string(),
  pdfid1: k.string(),
})

export const RASTER_IMAGE_EXT: Shape = k.atLeastOneOf('raster-image-ext', '6.7.5', {
  image_height: k.integer(),
  image_width: k.integer(),
  bits_per_pixel: k.integer(),
  exif_tags: k.dictionary(k.integer(), k.maybeEmpty()),
})
