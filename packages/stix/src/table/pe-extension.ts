import * as k from './kinds.ts'
import type { Shape } from './model.ts'

// The predefined extension of files for Windows PE binaries (§6.7.6).

const size = k.integer(0)

/** §6.7.6.2 */
const PE_OPTIONAL_HEADER: Shape = k.atLeastOneOf('windows-pe-optional-header-type', '6.7.6.2', {
  magic_hex: k.hex(),
  major_linker_version: k.integer(),
  minor_linker_version: k.integer(),
  size_of_code: size,
  size_of_initialized_data: size,
  size_of_uninitialized_data: size,
  address_of_entry_point: k.integer(),
  base_of_code: k.integer(),
  base_of_data: k.integer(),
  image_base: k.integer(),
  section_alignment: k.integer(),
  file_alignment: k.integer(),
  major_os_version: k.integer(),
  minor_os_version: k.integer(),
  major_image_version: k.integer(),
  minor_image_version: k.integer(),
  major_subsystem_version: k.integer(),
  minor_subsystem_version: k.integer(),
  win32_version_value_hex: k.hex(),
  size_of_image: size,
  size_of_headers: size,
  checksum_hex: k.hex(),
  subsystem_hex: k.hex(),
  dll_characteristics_hex: k.hex(),
  size_of_stack_reserve: size,
  size_of_stack_commit: size,
  size_of_heap_reserve: size,
  size_of_heap_commit: size,
  loader_flags_hex: k.hex(),
  number_of_rva_and_sizes: k.integer(),
  hashes: k.hashes(),
})

/** §6.7.6.3 */
const PE_SECTION: Shape = k.shape('windows-pe-section-type', '6.7.6.3', {
  name: k.required(k.maybeEmpty()),
  size,
  entropy: k.float(),
  hashes: k.hashes(),
})

const BEYOND_TYPE = {
  imphash: k.string(),
  machine_hex: k.hex(),
  number_of_sections: k.integer(0),
  time_date_stamp: k.timestamp([0, 0]),
  pointer_to_symbol_table_hex: k.hex(),
  number_of_symbols: k.integer(0),
  size_of_optional_header: size,
  characteristics_hex: k.hex(),
  file_header_hashes: k.hashes(),
  optional_header: k.objectOf(PE_OPTIONAL_HEADER),
  sections: k.listOf(k.objectOf(PE_SECTION)),
}

export const WINDOWS_PEBINARY_EXT: Shape = k.shape(
  'windows-pebinary-ext',
  '6.7.6',
  { pe_type: k.required(k.openVocab('windows-pebinary-type-ov')), ...BEYOND_TYPE },
  [{ rule: 'at-least-one', of: Object.keys(BEYOND_TYPE) }],
)
