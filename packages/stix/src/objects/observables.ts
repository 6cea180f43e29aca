// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as common from './common.ts'
import type * as parts from './parts.ts'
import type * as values from './values.ts'
import type * as vocabularies from './vocabularies.ts'

/** Bytes, as base64 or behind a URL. `artifact` (§6.1) */
export interface Artifact extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'artifact'
  /** Names the object in all its versions. */
  readonly id: `artifact--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** Media type of the content. */
  readonly mime_type?: string
  /** The bytes in base64. */
  readonly payload_bin?: string
  /** Where it can be found. */
  readonly url?: string
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
  /** How the content is encrypted. */
  readonly encryption_algorithm?: vocabularies.EncryptionAlgorithmEnum
  /** The key or password. */
  readonly decryption_key?: string
}

/** An autonomous system of the Internet. `autonomous-system` (§6.2) */
export interface AutonomousSystem extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'autonomous-system'
  /** Names the object in all its versions. */
  readonly id: `autonomous-system--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The AS number. */
  readonly number: number
  /** What it is called. */
  readonly name?: string
  /** The regional registry that assigned the number. */
  readonly rir?: string
}

/** A directory of a file system. `directory` (§6.3) */
export interface Directory extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'directory'
  /** Names the object in all its versions. */
  readonly id: `directory--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The path as it was seen. */
  readonly path: string
  /** Character set of the path as it was seen. */
  readonly path_enc?: string
  /** When it was created on the file system. */
  readonly ctime?: values.Timestamp
  /** When it was last written. */
  readonly mtime?: values.Timestamp
  /** When it was last accessed. */
  readonly atime?: values.Timestamp
  /** The objects inside it. */
  readonly contains_refs?: readonly (`file--${string}` | `directory--${string}`)[]
}

/** A domain name. `domain-name` (§6.4) */
export interface DomainName extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'domain-name'
  /** Names the object in all its versions. */
  readonly id: `domain-name--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The value itself. */
  readonly value: string
  /** What it resolves to. */
  readonly resolves_to_refs?: readonly (
    | `ipv4-addr--${string}`
    | `ipv6-addr--${string}`
    | `domain-name--${string}`
  )[]
}

/** One e-mail address. `email-addr` (§6.5) */
export interface EmailAddr extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'email-addr'
  /** Names the object in all its versions. */
  readonly id: `email-addr--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The value itself. */
  readonly value: string
  /** The name shown to people. */
  readonly display_name?: string
  /** The user account it belongs to. */
  readonly belongs_to_ref?: `user-account--${string}`
}

/** One e-mail message. `email-message` (§6.6) */
export interface EmailMessage extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'email-message'
  /** Names the object in all its versions. */
  readonly id: `email-message--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** Whether the body has several MIME parts. */
  readonly is_multipart: boolean
  /** When the message was sent. */
  readonly date?: values.Timestamp
  /** The Content-Type header. */
  readonly content_type?: string
  /** The author of the message. */
  readonly from_ref?: `email-addr--${string}`
  /** Who sent it on the author's behalf. */
  readonly sender_ref?: `email-addr--${string}`
  /** The recipients. */
  readonly to_refs?: readonly `email-addr--${string}`[]
  /** Recipients of copies. */
  readonly cc_refs?: readonly `email-addr--${string}`[]
  /** Recipients of blind copies. */
  readonly bcc_refs?: readonly `email-addr--${string}`[]
  /** The Message-ID header. */
  readonly message_id?: string
  /** The subject line. */
  readonly subject?: string
  /** The Received headers in their order. */
  readonly received_lines?: readonly string[]
  /** All other headers. */
  readonly additional_header_fields?: Readonly<Record<string, readonly string[]>>
  /** The text, decoded. */
  readonly body?: string
  /** The MIME parts of the body. */
  readonly body_multipart?: readonly parts.EmailMimePartType[]
  /** The whole message as an artifact. */
  readonly raw_email_ref?: `artifact--${string}`
}

/** A file. `file` (§6.7) */
export interface File extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'file'
  /** Names the object in all its versions. */
  readonly id: `file--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions & {
    readonly 'archive-ext'?: parts.ArchiveExt
    readonly 'ntfs-ext'?: parts.NtfsExt
    readonly 'pdf-ext'?: parts.PdfExt
    readonly 'raster-image-ext'?: parts.RasterImageExt
    readonly 'windows-pebinary-ext'?: parts.WindowsPebinaryExt
  }
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
  /** Size in bytes. */
  readonly size?: number
  /** What it is called. */
  readonly name?: string
  /** Character set of the name as it was seen. */
  readonly name_enc?: string
  /** First bytes that tell the format. */
  readonly magic_number_hex?: string
  /** Media type of the content. */
  readonly mime_type?: string
  /** When it was created on the file system. */
  readonly ctime?: values.Timestamp
  /** When it was last written. */
  readonly mtime?: values.Timestamp
  /** When it was last accessed. */
  readonly atime?: values.Timestamp
  /** The directory it is in. */
  readonly parent_directory_ref?: `directory--${string}`
  /** The objects inside it. */
  readonly contains_refs?: readonly values.Id[]
  /** The content as an artifact. */
  readonly content_ref?: `artifact--${string}`
}

/** An IPv4 address or network. `ipv4-addr` (§6.8) */
export interface Ipv4Addr extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'ipv4-addr'
  /** Names the object in all its versions. */
  readonly id: `ipv4-addr--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The value itself. */
  readonly value: string
  /** What it resolves to. */
  readonly resolves_to_refs?: readonly `mac-addr--${string}`[]
  /** The autonomous systems it belongs to. */
  readonly belongs_to_refs?: readonly `autonomous-system--${string}`[]
}

/** An IPv6 address or network. `ipv6-addr` (§6.9) */
export interface Ipv6Addr extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'ipv6-addr'
  /** Names the object in all its versions. */
  readonly id: `ipv6-addr--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The value itself. */
  readonly value: string
  /** What it resolves to. */
  readonly resolves_to_refs?: readonly `mac-addr--${string}`[]
  /** The autonomous systems it belongs to. */
  readonly belongs_to_refs?: readonly `autonomous-system--${string}`[]
}

/** One MAC address. `mac-addr` (§6.10) */
export interface MacAddr extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'mac-addr'
  /** Names the object in all its versions. */
  readonly id: `mac-addr--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The value itself. */
  readonly value: string
}

/** A mutual exclusion object. `mutex` (§6.11) */
export interface Mutex extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'mutex'
  /** Names the object in all its versions. */
  readonly id: `mutex--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
}

/** Traffic from a source to a destination. `network-traffic` (§6.12) */
export interface NetworkTraffic extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'network-traffic'
  /** Names the object in all its versions. */
  readonly id: `network-traffic--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions & {
    readonly 'http-request-ext'?: parts.HttpRequestExt
    readonly 'icmp-ext'?: parts.IcmpExt
    readonly 'socket-ext'?: parts.SocketExt
    readonly 'tcp-ext'?: parts.TcpExt
  }
  /** When the traffic began. */
  readonly start?: values.Timestamp
  /** When it ended; not before it began. */
  readonly end?: values.Timestamp
  /** Whether it is still going on. */
  readonly is_active?: boolean
  /** Where it comes from. */
  readonly src_ref?:
    | `ipv4-addr--${string}`
    | `ipv6-addr--${string}`
    | `mac-addr--${string}`
    | `domain-name--${string}`
  /** Where it goes. */
  readonly dst_ref?:
    | `ipv4-addr--${string}`
    | `ipv6-addr--${string}`
    | `mac-addr--${string}`
    | `domain-name--${string}`
  /** The source port. */
  readonly src_port?: number
  /** The destination port. */
  readonly dst_port?: number
  /** Protocols from the outer to the inner. */
  readonly protocols: readonly string[]
  /** Bytes from source to destination. */
  readonly src_byte_count?: number
  /** Bytes from destination to source. */
  readonly dst_byte_count?: number
  /** Packets from source to destination. */
  readonly src_packets?: number
  /** Packets from destination to source. */
  readonly dst_packets?: number
  /** Flow data of IPFIX. */
  readonly ipfix?: Readonly<Record<string, number | string>>
  /** Bytes from source to destination. */
  readonly src_payload_ref?: `artifact--${string}`
  /** Bytes from destination to source. */
  readonly dst_payload_ref?: `artifact--${string}`
  /** Traffic inside of this one. */
  readonly encapsulates_refs?: readonly `network-traffic--${string}`[]
  /** Traffic that this one is inside of. */
  readonly encapsulated_by_ref?: `network-traffic--${string}`
}

/** A running program. `process` (§6.13) */
export interface Process extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'process'
  /** Names the object in all its versions. */
  readonly id: `process--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions & {
    readonly 'windows-process-ext'?: parts.WindowsProcessExt
    readonly 'windows-service-ext'?: parts.WindowsServiceExt
  }
  /** Whether it is hidden. */
  readonly is_hidden?: boolean
  /** The process id. */
  readonly pid?: number
  /** When it was started. */
  readonly created_time?: values.Timestamp
  /** The current working directory. */
  readonly cwd?: string
  /** The full command line. */
  readonly command_line?: string
  /** Environment variables. */
  readonly environment_variables?: Readonly<Record<string, string>>
  /** Connections it opened. */
  readonly opened_connection_refs?: readonly `network-traffic--${string}`[]
  /** The user account that created it. */
  readonly creator_user_ref?: `user-account--${string}`
  /** The file that was executed. */
  readonly image_ref?: `file--${string}`
  /** The process that started it. */
  readonly parent_ref?: `process--${string}`
  /** Processes it started. */
  readonly child_refs?: readonly `process--${string}`[]
}

/** A software product. `software` (§6.14) */
export interface Software extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'software'
  /** Names the object in all its versions. */
  readonly id: `software--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name: string
  /** The CPE 2.3 name. */
  readonly cpe?: string
  /** The software identification tag. */
  readonly swid?: string
  /** Languages it supports. */
  readonly languages?: readonly string[]
  /** Who makes it. */
  readonly vendor?: string
  /** Its version. */
  readonly version?: string
}

/** A URL. `url` (§6.15) */
export interface Url extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'url'
  /** Names the object in all its versions. */
  readonly id: `url--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The value itself. */
  readonly value: string
}

/** An account on a system or service. `user-account` (§6.16) */
export interface UserAccount extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'user-account'
  /** Names the object in all its versions. */
  readonly id: `user-account--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions & { readonly 'unix-account-ext'?: parts.UnixAccountExt }
  /** What identifies the account in its system. */
  readonly user_id?: string
  /** A credential in clear text, from malware analysis only. */
  readonly credential?: string
  /** What a user types to log in. */
  readonly account_login?: string
  /** What kind of account it is. */
  readonly account_type?: vocabularies.AccountTypeOv
  /** The name shown to people. */
  readonly display_name?: string
  /** Whether it belongs to a service and not to a person. */
  readonly is_service_account?: boolean
  /** Whether it has elevated rights. */
  readonly is_privileged?: boolean
  /** Whether it can obtain elevated rights. */
  readonly can_escalate_privs?: boolean
  /** Whether it is disabled. */
  readonly is_disabled?: boolean
  /** When the account was created. */
  readonly account_created?: values.Timestamp
  /** When the account expires. */
  readonly account_expires?: values.Timestamp
  /** When the credential was last changed. */
  readonly credential_last_changed?: values.Timestamp
  /** When it was first used. */
  readonly account_first_login?: values.Timestamp
  /** When it was last used. */
  readonly account_last_login?: values.Timestamp
}

/** A key of the Windows registry. `windows-registry-key` (§6.17) */
export interface WindowsRegistryKey extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'windows-registry-key'
  /** Names the object in all its versions. */
  readonly id: `windows-registry-key--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The full key with its hive. */
  readonly key?: string
  /** The values under the key. */
  readonly values?: readonly parts.WindowsRegistryValueType[]
  /** When the key was last modified. */
  readonly modified_time?: values.Timestamp
  /** The user account that created it. */
  readonly creator_user_ref?: `user-account--${string}`
  /** How many subkeys it has. */
  readonly number_of_subkeys?: number
}

/** A certificate. `x509-certificate` (§6.18) */
export interface X509Certificate extends common.Observed {
  /** What type of STIX object this is. */
  readonly type: 'x509-certificate'
  /** Names the object in all its versions. */
  readonly id: `x509-certificate--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** Whether it is signed by whom it certifies. */
  readonly is_self_signed?: boolean
  /** Hashes by algorithm. */
  readonly hashes?: values.Hashes
  /** Its version. */
  readonly version?: string
  /** The serial number given by the issuer. */
  readonly serial_number?: string
  /** How it is signed. */
  readonly signature_algorithm?: string
  /** Who issued it. */
  readonly issuer?: string
  /** From when it is valid. */
  readonly validity_not_before?: values.Timestamp
  /** Until when it is valid. */
  readonly validity_not_after?: values.Timestamp
  /** Whose key it certifies. */
  readonly subject?: string
  /** The algorithm of the subject's key. */
  readonly subject_public_key_algorithm?: string
  /** The modulus of an RSA key. */
  readonly subject_public_key_modulus?: string
  /** The exponent of an RSA key. */
  readonly subject_public_key_exponent?: number
  /** The standard extensions of the certificate. */
  readonly x509_v3_extensions?: parts.X509V3ExtensionsType
}
