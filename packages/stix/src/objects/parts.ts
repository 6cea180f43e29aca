// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as values from './values.ts'
import type * as vocabularies from './vocabularies.ts'

/** Where something is said outside of STIX. `external-reference` (§2.5) */
export interface ExternalReference {
  /** Who keeps it: a system, registry or organisation. */
  readonly source_name: string
  /** Details and context, for people. */
  readonly description?: string
  /** Where it can be found. */
  readonly url?: string
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
  /** Its id there, such as a CVE id. */
  readonly external_id?: string
}

/** A marking or language of some properties. `granular-marking` (§7.2.3.1) */
export interface GranularMarking {
  /** Language of the texts in the object; English when absent. */
  readonly lang?: string
  /** The marking that binds them. */
  readonly marking_ref?: `marking-definition--${string}`
  /** Which properties are meant. */
  readonly selectors: readonly string[]
}

/** A phase of a named kill chain. `kill-chain-phase` (§2.11) */
export interface KillChainPhase {
  /** The name of the kill chain. */
  readonly kill_chain_name: string
  /** The name of the phase. */
  readonly phase_name: string
}

/** One part of a message's body. `email-mime-part-type` (§6.6.2) */
export interface EmailMimePartType {
  /** The text, decoded. */
  readonly body?: string
  /** The content as an artifact or file. */
  readonly body_raw_ref?: `artifact--${string}` | `file--${string}`
  /** The Content-Type header. */
  readonly content_type?: string
  /** The Content-Disposition header. */
  readonly content_disposition?: string
}

/** What is special of archives. `archive-ext` (§6.7.2) */
export interface ArchiveExt {
  /** The objects inside it. */
  readonly contains_refs: readonly (`file--${string}` | `directory--${string}`)[]
  /** A comment in the archive. */
  readonly comment?: string
}

/** One alternate data stream. `alternate-data-stream-type` (§6.7.3.2) */
export interface AlternateDataStreamType {
  /** What it is called. */
  readonly name: string
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
  /** Size in bytes. */
  readonly size?: number
}

/** What NTFS keeps of a file. `ntfs-ext` (§6.7.3) */
export interface NtfsExt {
  /** The security id of the file. */
  readonly sid?: string
  /** Alternate data streams. */
  readonly alternate_data_streams?: readonly AlternateDataStreamType[]
}

/** What is special of PDF files. `pdf-ext` (§6.7.4) */
export interface PdfExt {
  /** Its version. */
  readonly version?: string
  /** Whether the file is optimised. */
  readonly is_optimized?: boolean
  /** Entries of the information dictionary. */
  readonly document_info_dict?: Readonly<Record<string, string>>
  /** The first file identifier. */
  readonly pdfid0?: string
  /** The second file identifier. */
  readonly pdfid1?: string
}

/** What is special of raster images. `raster-image-ext` (§6.7.5) */
export interface RasterImageExt {
  /** Height in pixels. */
  readonly image_height?: number
  /** Width in pixels. */
  readonly image_width?: number
  /** Colour depth. */
  readonly bits_per_pixel?: number
  /** The EXIF tags of the image. */
  readonly exif_tags?: Readonly<Record<string, number | string>>
}

/** Fields of the optional header. `windows-pe-optional-header-type` (§6.7.6.2) */
export interface WindowsPeOptionalHeaderType {
  /** Which kind of PE binary it is. */
  readonly magic_hex?: string
  /** Major version of the linker. */
  readonly major_linker_version?: number
  /** Minor version of the linker. */
  readonly minor_linker_version?: number
  /** Bytes of code. */
  readonly size_of_code?: number
  /** Bytes of initialised data. */
  readonly size_of_initialized_data?: number
  /** Bytes of uninitialised data. */
  readonly size_of_uninitialized_data?: number
  /** Where execution begins. */
  readonly address_of_entry_point?: number
  /** Where the code begins. */
  readonly base_of_code?: number
  /** Where the data begins. */
  readonly base_of_data?: number
  /** Preferred address of the image. */
  readonly image_base?: number
  /** Alignment of sections in memory. */
  readonly section_alignment?: number
  /** Alignment of sections in the file. */
  readonly file_alignment?: number
  /** Major version of the system needed. */
  readonly major_os_version?: number
  /** Minor version of the system needed. */
  readonly minor_os_version?: number
  /** Major version of the image. */
  readonly major_image_version?: number
  /** Minor version of the image. */
  readonly minor_image_version?: number
  /** Major version of the subsystem. */
  readonly major_subsystem_version?: number
  /** Minor version of the subsystem. */
  readonly minor_subsystem_version?: number
  /** A reserved field. */
  readonly win32_version_value_hex?: string
  /** Bytes of the image in memory. */
  readonly size_of_image?: number
  /** Bytes of all headers. */
  readonly size_of_headers?: number
  /** The checksum of the file. */
  readonly checksum_hex?: string
  /** The subsystem it needs. */
  readonly subsystem_hex?: string
  /** Flags of the binary. */
  readonly dll_characteristics_hex?: string
  /** Bytes of stack to reserve. */
  readonly size_of_stack_reserve?: number
  /** Bytes of stack to commit. */
  readonly size_of_stack_commit?: number
  /** Bytes of heap to reserve. */
  readonly size_of_heap_reserve?: number
  /** Bytes of heap to commit. */
  readonly size_of_heap_commit?: number
  /** A reserved field. */
  readonly loader_flags_hex?: string
  /** How many data directories follow. */
  readonly number_of_rva_and_sizes?: number
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
}

/** One section of a PE binary. `windows-pe-section-type` (§6.7.6.3) */
export interface WindowsPeSectionType {
  /** What it is called. */
  readonly name: string
  /** Size in bytes. */
  readonly size?: number
  /** Shannon entropy by byte, 0 to 8. */
  readonly entropy?: number
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
}

/** What is special of portable executables. `windows-pebinary-ext` (§6.7.6) */
export interface WindowsPebinaryExt {
  /** What kind of PE binary it is. */
  readonly pe_type: vocabularies.WindowsPebinaryTypeOv
  /** Hash of the imported libraries and functions. */
  readonly imphash?: string
  /** The type of target machine. */
  readonly machine_hex?: string
  /** How many sections it has. */
  readonly number_of_sections?: number
  /** When it was created, to the second. */
  readonly time_date_stamp?: values.Timestamp
  /** Offset of the symbol table. */
  readonly pointer_to_symbol_table_hex?: string
  /** How many symbols the table has. */
  readonly number_of_symbols?: number
  /** Size of the optional header in bytes. */
  readonly size_of_optional_header?: number
  /** Flags of the file. */
  readonly characteristics_hex?: string
  /** Hashes of the file header. */
  readonly file_header_hashes?: values.Hashes
  /** The optional header. */
  readonly optional_header?: WindowsPeOptionalHeaderType
  /** The sections. */
  readonly sections?: readonly WindowsPeSectionType[]
}

/** A request of HTTP. `http-request-ext` (§6.12.2) */
export interface HttpRequestExt {
  /** The method, lower-case. */
  readonly request_method: string
  /** Usually the path. */
  readonly request_value: string
  /** The version of HTTP, lower-case. */
  readonly request_version?: string
  /** The header fields. */
  readonly request_header?: Readonly<Record<string, readonly string[]>>
  /** Bytes of the body. */
  readonly message_body_length?: number
  /** The body as an artifact. */
  readonly message_body_data_ref?: `artifact--${string}`
}

/** Type and code of ICMP. `icmp-ext` (§6.12.3) */
export interface IcmpExt {
  /** The type byte. */
  readonly icmp_type_hex: string
  /** The code byte. */
  readonly icmp_code_hex: string
}

/** What is known of the socket. `socket-ext` (§6.12.4) */
export interface SocketExt {
  /** The address family. */
  readonly address_family: vocabularies.NetworkSocketAddressFamilyEnum
  /** Whether it blocks. */
  readonly is_blocking?: boolean
  /** Whether it listens. */
  readonly is_listening?: boolean
  /** Socket options. */
  readonly options?: Readonly<Record<string, number>>
  /** The type of the socket. */
  readonly socket_type?: vocabularies.NetworkSocketTypeEnum
  /** The file descriptor. */
  readonly socket_descriptor?: number
  /** The handle or inode. */
  readonly socket_handle?: number
}

/** TCP flags seen. `tcp-ext` (§6.12.5) */
export interface TcpExt {
  /** Flags sent by the source. */
  readonly src_flags_hex?: string
  /** Flags sent by the destination. */
  readonly dst_flags_hex?: string
}

/** What Windows knows of a process. `windows-process-ext` (§6.13.2) */
export interface WindowsProcessExt {
  /** Whether address space layout randomisation is on. */
  readonly aslr_enabled?: boolean
  /** Whether data execution prevention is on. */
  readonly dep_enabled?: boolean
  /** The priority class. */
  readonly priority?: string
  /** The security id of the owner. */
  readonly owner_sid?: string
  /** Title of the main window. */
  readonly window_title?: string
  /** Fields of STARTUP_INFO. */
  readonly startup_info?: Readonly<Record<string, values.Value>>
  /** How far the process is trusted. */
  readonly integrity_level?: vocabularies.WindowsIntegrityLevelEnum
}

/** What Windows knows of a service. `windows-service-ext` (§6.13.3) */
export interface WindowsServiceExt {
  /** The name of the service. */
  readonly service_name?: string
  /** Descriptions of the service. */
  readonly descriptions?: readonly string[]
  /** The name shown to people. */
  readonly display_name?: string
  /** The load ordering group. */
  readonly group_name?: string
  /** When the service starts. */
  readonly start_type?: vocabularies.WindowsServiceStartTypeEnum
  /** DLLs loaded by the service. */
  readonly service_dll_refs?: readonly `file--${string}`[]
  /** The type of the service. */
  readonly service_type?: vocabularies.WindowsServiceTypeEnum
  /** The status of the service. */
  readonly service_status?: vocabularies.WindowsServiceStatusEnum
}

/** What UNIX knows of an account. `unix-account-ext` (§6.16.2) */
export interface UnixAccountExt {
  /** The primary group. */
  readonly gid?: number
  /** Groups it is a member of. */
  readonly groups?: readonly string[]
  /** The home directory. */
  readonly home_dir?: string
  /** The command shell. */
  readonly shell?: string
}

/** One value of a registry key. `windows-registry-value-type` (§6.17.2) */
export interface WindowsRegistryValueType {
  /** What it is called. */
  readonly name?: string
  /** The data of the value. */
  readonly data?: string
  /** The type of the data. */
  readonly data_type?: vocabularies.WindowsRegistryDatatypeEnum
}

/** Standard extensions of a certificate. `x509-v3-extensions-type` (§6.18.2) */
export interface X509V3ExtensionsType {
  /** Whether it is a CA certificate (2.5.29.19). */
  readonly basic_constraints?: string
  /** Where later names must lie (2.5.29.30). */
  readonly name_constraints?: string
  /** Constraints on path validation (2.5.29.36). */
  readonly policy_constraints?: string
  /** What the key may be used for (2.5.29.15). */
  readonly key_usage?: string
  /** Further purposes of the key (2.5.29.37). */
  readonly extended_key_usage?: string
  /** Names the certified key (2.5.29.14). */
  readonly subject_key_identifier?: string
  /** Names the issuer's key (2.5.29.35). */
  readonly authority_key_identifier?: string
  /** Further names of the subject (2.5.29.17). */
  readonly subject_alternative_name?: string
  /** Further names of the issuer (2.5.29.18). */
  readonly issuer_alternative_name?: string
  /** Attributes of the subject (2.5.29.9). */
  readonly subject_directory_attributes?: string
  /** Where revocations are published (2.5.29.31). */
  readonly crl_distribution_points?: string
  /** How far anyPolicy is permitted (2.5.29.54). */
  readonly inhibit_any_policy?: string
  /** From when the private key may be used. */
  readonly private_key_usage_period_not_before?: values.Timestamp
  /** Until when the private key may be used. */
  readonly private_key_usage_period_not_after?: values.Timestamp
  /** Policies it was issued under (2.5.29.32). */
  readonly certificate_policies?: string
  /** Policies taken for equivalent (2.5.29.33). */
  readonly policy_mappings?: string
}

/** A statement such as terms of use. `statement-marking` (§7.2.1.3) */
export interface StatementMarking {
  /** The statement itself. */
  readonly statement: string
}

/** A level of TLP 1. `tlp-marking` (§7.2.1.4) */
export interface TlpMarking {
  /** The level. */
  readonly tlp: vocabularies.Tlp1Enum
}
