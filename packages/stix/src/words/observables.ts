// Cyber-observable objects (§6); an indented line is a property of the type above it.
export const OBSERVABLES: string = `
artifact | Artifact | 载荷 | Bytes, as base64 or behind a URL. | 以base64或网址给出的字节内容。
  payload_bin | Payload | 内容 | The bytes in base64. | base64编码的内容。
  encryption_algorithm | Encryption algorithm | 加密算法 | How the content is encrypted. | 内容的加密方式。
  decryption_key | Decryption key | 解密密钥 | The key or password. | 密钥或口令。
autonomous-system | Autonomous system | 自治系统 | An autonomous system of the Internet. | 互联网自治系统。
  number | Number | 编号 | The AS number. | 自治系统号。
  rir | Registry | 注册机构 | The regional registry that assigned the number. | 分配该编号的地区互联网注册机构。
directory | Directory | 目录 | A directory of a file system. | 文件系统目录。
  path | Path | 路径 | The path as it was seen. | 观测到的路径。
  path_enc | Path encoding | 路径编码 | Character set of the path as it was seen. | 观测时路径所用字符集。
domain-name | Domain name | 域名 | A domain name. | 域名。
email-addr | E-mail address | 电子邮件地址 | One e-mail address. | 单个电子邮件地址。
  belongs_to_ref | Belongs to | 所属账户 | The user account it belongs to. | 所属用户账户。
email-message | E-mail message | 电子邮件 | One e-mail message. | 一封电子邮件。
  is_multipart | Is multipart | 是否多部分 | Whether the body has several MIME parts. | 正文是否由多个MIME部分组成。
  date | Date | 日期 | When the message was sent. | 发送时间。
  from_ref | From | 发件人 | The author of the message. | 邮件作者。
  sender_ref | Sender | 发送者 | Who sent it on the author's behalf. | 代为发送者。
  to_refs | To | 收件人 | The recipients. | 收件人。
  cc_refs | Cc | 抄送 | Recipients of copies. | 抄送收件人。
  bcc_refs | Bcc | 密送 | Recipients of blind copies. | 密送收件人。
  message_id | Message id | 邮件标识 | The Message-ID header. | Message-ID头字段的值。
  subject | Subject | 主题 | The subject line. | 邮件主题。
  received_lines | Received lines | Received字段 | The Received headers in their order. | 按原有顺序列出的Received头字段。
  additional_header_fields | Other headers | 其他头字段 | All other headers. | 其余头字段。
  body_multipart | Parts | 各部分 | The MIME parts of the body. | 正文的各个MIME部分。
  raw_email_ref | Raw message | 原始邮件 | The whole message as an artifact. | 作为载荷保存的完整邮件。
file | File | 文件 | A file. | 文件。
  name_enc | Name encoding | 文件名编码 | Character set of the name as it was seen. | 观测时文件名所用字符集。
  magic_number_hex | Magic number | 文件头标识 | First bytes that tell the format. | 标明格式的起始字节。
  parent_directory_ref | Parent directory | 上级目录 | The directory it is in. | 所在目录。
  content_ref | Content | 内容 | The content as an artifact. | 作为载荷保存的内容。
ipv4-addr | IPv4 address | IPv4地址 | An IPv4 address or network. | IPv4地址或网段。
ipv6-addr | IPv6 address | IPv6地址 | An IPv6 address or network. | IPv6地址或网段。
mac-addr | MAC address | MAC地址 | One MAC address. | 单个MAC地址。
mutex | Mutex | 互斥体 | A mutual exclusion object. | 互斥对象。
network-traffic | Network traffic | 网络流量 | Traffic from a source to a destination. | 从源到目的的网络流量。
  start | Start | 开始时间 | When the traffic began. | 流量开始的时间。
  end | End | 结束时间 | When it ended; not before it began. | 流量结束的时间，不早于开始时间。
  is_active | Is active | 是否持续 | Whether it is still going on. | 是否仍在进行。
  src_ref | Source | 源 | Where it comes from. | 流量来源。
  dst_ref | Destination | 目的 | Where it goes. | 流量目的。
  src_port | Source port | 源端口 | The source port. | 源端口。
  dst_port | Destination port | 目的端口 | The destination port. | 目的端口。
  protocols | Protocols | 协议 | Protocols from the outer to the inner. | 由外到内列出的协议。
  src_byte_count | Bytes sent | 发送字节数 | Bytes from source to destination. | 从源到目的的字节数。
  dst_byte_count | Bytes received | 接收字节数 | Bytes from destination to source. | 从目的到源的字节数。
  src_packets | Packets sent | 发送包数 | Packets from source to destination. | 从源到目的的数据包数。
  dst_packets | Packets received | 接收包数 | Packets from destination to source. | 从目的到源的数据包数。
  ipfix | IPFIX | IPFIX | Flow data of IPFIX. | IPFIX流数据。
  src_payload_ref | Payload sent | 发送内容 | Bytes from source to destination. | 从源发往目的的内容。
  dst_payload_ref | Payload received | 接收内容 | Bytes from destination to source. | 从目的返回的内容。
  encapsulates_refs | Encapsulates | 封装的流量 | Traffic inside of this one. | 封装在其中的流量。
  encapsulated_by_ref | Encapsulated by | 外层流量 | Traffic that this one is inside of. | 封装它的外层流量。
process | Process | 进程 | A running program. | 运行中的程序。
  is_hidden | Is hidden | 是否隐藏 | Whether it is hidden. | 是否隐藏。
  pid | Process id | 进程号 | The process id. | 进程号。
  created_time | Created | 创建时间 | When it was started. | 进程启动的时间。
  cwd | Working directory | 工作目录 | The current working directory. | 当前工作目录。
  command_line | Command line | 命令行 | The full command line. | 完整的命令行。
  environment_variables | Environment | 环境变量 | Environment variables. | 环境变量。
  opened_connection_refs | Connections | 网络连接 | Connections it opened. | 打开的网络连接。
  image_ref | Image | 映像文件 | The file that was executed. | 所执行的文件。
  parent_ref | Parent | 父进程 | The process that started it. | 启动它的进程。
  child_refs | Children | 子进程 | Processes it started. | 由它启动的进程。
software | Software | 软件 | A software product. | 软件产品。
  cpe | CPE | CPE | The CPE 2.3 name. | CPE 2.3名称。
  swid | SWID | SWID | The software identification tag. | 软件标识标签。
  languages | Languages | 语言 | Languages it supports. | 支持的语言。
  vendor | Vendor | 厂商 | Who makes it. | 开发厂商。
url | URL | URL | A URL. | 统一资源定位符。
user-account | User account | 用户账户 | An account on a system or service. | 系统或服务上的账户。
  user_id | User id | 用户标识 | What identifies the account in its system. | 账户在其系统中的标识。
  credential | Credential | 凭据 | A credential in clear text, from malware analysis only. | 明文凭据，仅限恶意程序分析所得。
  account_login | Login | 登录名 | What a user types to log in. | 登录时输入的名称。
  account_type | Account type | 账户类型 | What kind of account it is. | 账户的种类。
  is_service_account | Is a service account | 是否为服务账户 | Whether it belongs to a service and not to a person. | 是否属于服务而非个人。
  is_privileged | Is privileged | 是否有特权 | Whether it has elevated rights. | 是否拥有特权。
  can_escalate_privs | Can escalate | 能否提权 | Whether it can obtain elevated rights. | 是否可以提升权限。
  is_disabled | Is disabled | 是否停用 | Whether it is disabled. | 是否已停用。
  account_created | Account created | 账户创建时间 | When the account was created. | 账户创建的时间。
  account_expires | Account expires | 账户到期时间 | When the account expires. | 账户到期的时间。
  credential_last_changed | Credential changed | 凭据更改时间 | When the credential was last changed. | 凭据最近更改的时间。
  account_first_login | First login | 首次登录时间 | When it was first used. | 首次登录的时间。
  account_last_login | Last login | 最近登录时间 | When it was last used. | 最近登录的时间。
windows-registry-key | Windows registry key | Windows注册表项 | A key of the Windows registry. | Windows注册表中的项。
  key | Key | 项 | The full key with its hive. | 含根键的完整路径。
  values | Values | 值 | The values under the key. | 该项下的值。
  modified_time | Modified | 修改时间 | When the key was last modified. | 最近修改的时间。
  number_of_subkeys | Subkeys | 子项数 | How many subkeys it has. | 子项的数量。
x509-certificate | X.509 certificate | X.509证书 | A certificate. | 数字证书。
  is_self_signed | Is self-signed | 是否自签名 | Whether it is signed by whom it certifies. | 是否由持有者自行签发。
  serial_number | Serial number | 序列号 | The serial number given by the issuer. | 签发者给出的序列号。
  signature_algorithm | Signature algorithm | 签名算法 | How it is signed. | 签名所用算法。
  issuer | Issuer | 签发者 | Who issued it. | 签发机构。
  validity_not_before | Not before | 生效时间 | From when it is valid. | 证书生效的时间。
  validity_not_after | Not after | 失效时间 | Until when it is valid. | 证书失效的时间。
  subject | Subject | 持有者 | Whose key it certifies. | 所证明公钥的持有者。
  subject_public_key_algorithm | Key algorithm | 公钥算法 | The algorithm of the subject's key. | 持有者公钥的算法。
  subject_public_key_modulus | Key modulus | 公钥模数 | The modulus of an RSA key. | RSA公钥的模数。
  subject_public_key_exponent | Key exponent | 公钥指数 | The exponent of an RSA key. | RSA公钥的指数。
  x509_v3_extensions | X.509 v3 extensions | X.509 v3扩展 | The standard extensions of the certificate. | 证书的标准扩展。
`
