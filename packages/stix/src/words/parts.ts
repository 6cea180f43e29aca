// Parts and predefined extensions; an indented line is a property of the part above it.
export const PARTS: string = `
kill-chain-phase | Kill chain phase | 杀伤链阶段 | A phase of a named kill chain. | 某一杀伤链中的阶段。
  kill_chain_name | Kill chain | 杀伤链 | The name of the kill chain. | 杀伤链名称。
  phase_name | Phase | 阶段 | The name of the phase. | 阶段名称。
external-reference | External reference | 外部引用 | Where something is said outside of STIX. | STIX之外的相关资料。
  source_name | Source | 来源 | Who keeps it: a system, registry or organisation. | 资料所在的系统、登记库或机构。
  external_id | Id | 编号 | Its id there, such as a CVE id. | 在来源中的编号，如CVE编号。
granular-marking | Granular marking | 细粒度标记 | A marking or language of some properties. | 针对部分属性的标记或语言。
  marking_ref | Marking | 标记 | The marking that binds them. | 适用的标记定义。
  selectors | Selectors | 选择器 | Which properties are meant. | 所指的属性。
statement-marking | Statement | 声明标记 | A statement such as terms of use. | 使用条款等声明。
  statement | Statement | 声明 | The statement itself. | 声明内容。
tlp-marking | TLP 1 marking | TLP 1标记 | A level of TLP 1. | TLP 1的级别。
  tlp | TLP | TLP | The level. | 级别。
email-mime-part-type | MIME part | MIME部分 | One part of a message's body. | 邮件正文的一个部分。
  body_raw_ref | Raw content | 原始内容 | The content as an artifact or file. | 作为载荷或文件保存的内容。
  content_disposition | Content disposition | 内容处置 | The Content-Disposition header. | Content-Disposition头字段的值。
archive-ext | Archive | 归档文件 | What is special of archives. | 归档文件特有的属性。
  comment | Comment | 注释 | A comment in the archive. | 归档文件中的注释。
ntfs-ext | NTFS | NTFS | What NTFS keeps of a file. | NTFS记录的文件属性。
  sid | SID | SID | The security id of the file. | 文件的安全标识符。
  alternate_data_streams | Alternate data streams | 备用数据流 | Alternate data streams. | 备用数据流。
alternate-data-stream-type | Alternate data stream | 备用数据流 | One alternate data stream. | 一个备用数据流。
pdf-ext | PDF | PDF | What is special of PDF files. | PDF文件特有的属性。
  is_optimized | Is optimised | 是否优化 | Whether the file is optimised. | 文件是否经过优化。
  document_info_dict | Document information | 文档信息 | Entries of the information dictionary. | 文档信息字典中的条目。
  pdfid0 | First id | 第一标识 | The first file identifier. | 第一个文件标识。
  pdfid1 | Second id | 第二标识 | The second file identifier. | 第二个文件标识。
raster-image-ext | Raster image | 位图 | What is special of raster images. | 位图文件特有的属性。
  image_height | Height | 高度 | Height in pixels. | 以像素计的高度。
  image_width | Width | 宽度 | Width in pixels. | 以像素计的宽度。
  bits_per_pixel | Bits per pixel | 每像素位数 | Colour depth. | 颜色深度。
  exif_tags | EXIF tags | EXIF标签 | The EXIF tags of the image. | 图像的EXIF标签。
windows-pebinary-ext | Windows PE binary | Windows PE文件 | What is special of portable executables. | 可移植可执行文件特有的属性。
  pe_type | PE type | PE类型 | What kind of PE binary it is. | PE文件的种类。
  imphash | Import hash | 导入表散列 | Hash of the imported libraries and functions. | 导入库和函数的散列值。
  machine_hex | Machine | 目标机器 | The type of target machine. | 目标机器类型。
  number_of_sections | Sections | 节数 | How many sections it has. | 节的数量。
  time_date_stamp | Time stamp | 时间戳 | When it was created, to the second. | 创建时间，精确到秒。
  pointer_to_symbol_table_hex | Symbol table | 符号表偏移 | Offset of the symbol table. | 符号表的文件偏移。
  number_of_symbols | Symbols | 符号数 | How many symbols the table has. | 符号表的条目数。
  size_of_optional_header | Optional header size | 可选头大小 | Size of the optional header in bytes. | 可选头的字节数。
  characteristics_hex | Characteristics | 特征标志 | Flags of the file. | 文件的特征标志。
  file_header_hashes | File header hashes | 文件头散列值 | Hashes of the file header. | 文件头的散列值。
  optional_header | Optional header | 可选头 | The optional header. | PE可选头。
  sections | Section table | 节表 | The sections. | 各节信息。
windows-pe-optional-header-type | PE optional header | PE可选头 | Fields of the optional header. | 可选头的各字段。
  magic_hex | Magic | 魔数 | Which kind of PE binary it is. | 标明PE文件类型的数值。
  major_linker_version | Major linker version | 链接器主版本 | Major version of the linker. | 链接器主版本号。
  minor_linker_version | Minor linker version | 链接器次版本 | Minor version of the linker. | 链接器次版本号。
  size_of_code | Size of code | 代码大小 | Bytes of code. | 代码字节数。
  size_of_initialized_data | Size of initialised data | 已初始化数据大小 | Bytes of initialised data. | 已初始化数据的字节数。
  size_of_uninitialized_data | Size of uninitialised data | 未初始化数据大小 | Bytes of uninitialised data. | 未初始化数据的字节数。
  address_of_entry_point | Entry point | 入口点 | Where execution begins. | 开始执行的地址。
  base_of_code | Base of code | 代码基址 | Where the code begins. | 代码起始地址。
  base_of_data | Base of data | 数据基址 | Where the data begins. | 数据起始地址。
  image_base | Image base | 映像基址 | Preferred address of the image. | 映像的首选地址。
  section_alignment | Section alignment | 节对齐 | Alignment of sections in memory. | 节在内存中的对齐值。
  file_alignment | File alignment | 文件对齐 | Alignment of sections in the file. | 节在文件中的对齐值。
  major_os_version | Major system version | 系统主版本 | Major version of the system needed. | 所需系统的主版本号。
  minor_os_version | Minor system version | 系统次版本 | Minor version of the system needed. | 所需系统的次版本号。
  major_image_version | Major image version | 映像主版本 | Major version of the image. | 映像主版本号。
  minor_image_version | Minor image version | 映像次版本 | Minor version of the image. | 映像次版本号。
  major_subsystem_version | Major subsystem version | 子系统主版本 | Major version of the subsystem. | 子系统主版本号。
  minor_subsystem_version | Minor subsystem version | 子系统次版本 | Minor version of the subsystem. | 子系统次版本号。
  win32_version_value_hex | Win32 version | Win32版本值 | A reserved field. | 保留字段。
  size_of_image | Size of image | 映像大小 | Bytes of the image in memory. | 映像在内存中的字节数。
  size_of_headers | Size of headers | 头部大小 | Bytes of all headers. | 各头部的总字节数。
  checksum_hex | Checksum | 校验和 | The checksum of the file. | 文件校验和。
  subsystem_hex | Subsystem | 子系统 | The subsystem it needs. | 所需子系统。
  dll_characteristics_hex | DLL characteristics | DLL特征 | Flags of the binary. | 二进制文件的标志。
  size_of_stack_reserve | Stack reserved | 栈保留大小 | Bytes of stack to reserve. | 保留的栈字节数。
  size_of_stack_commit | Stack committed | 栈提交大小 | Bytes of stack to commit. | 提交的栈字节数。
  size_of_heap_reserve | Heap reserved | 堆保留大小 | Bytes of heap to reserve. | 保留的堆字节数。
  size_of_heap_commit | Heap committed | 堆提交大小 | Bytes of heap to commit. | 提交的堆字节数。
  loader_flags_hex | Loader flags | 加载器标志 | A reserved field. | 保留字段。
  number_of_rva_and_sizes | Data directories | 数据目录数 | How many data directories follow. | 其后数据目录的数量。
windows-pe-section-type | PE section | PE节 | One section of a PE binary. | PE文件的一个节。
  entropy | Entropy | 熵 | Shannon entropy by byte, 0 to 8. | 按字节计算的香农熵，0至8。
http-request-ext | HTTP request | HTTP请求 | A request of HTTP. | 一次HTTP请求。
  request_method | Method | 方法 | The method, lower-case. | 请求方法，小写。
  request_value | Target | 请求目标 | Usually the path. | 通常为资源路径。
  request_version | Version | 版本 | The version of HTTP, lower-case. | HTTP版本，小写。
  request_header | Headers | 头字段 | The header fields. | 请求头字段。
  message_body_length | Body length | 正文长度 | Bytes of the body. | 正文的字节数。
  message_body_data_ref | Body | 正文 | The body as an artifact. | 作为载荷保存的正文。
icmp-ext | ICMP | ICMP | Type and code of ICMP. | ICMP的类型与代码。
  icmp_type_hex | Type | 类型 | The type byte. | 类型字节。
  icmp_code_hex | Code | 代码 | The code byte. | 代码字节。
socket-ext | Network socket | 网络套接字 | What is known of the socket. | 套接字的属性。
  address_family | Address family | 地址族 | The address family. | 地址族。
  is_blocking | Is blocking | 是否阻塞 | Whether it blocks. | 是否为阻塞模式。
  is_listening | Is listening | 是否监听 | Whether it listens. | 是否处于监听状态。
  options | Options | 选项 | Socket options. | 套接字选项。
  socket_type | Socket type | 套接字类型 | The type of the socket. | 套接字的类型。
  socket_descriptor | Descriptor | 描述符 | The file descriptor. | 文件描述符。
  socket_handle | Handle | 句柄 | The handle or inode. | 句柄或inode值。
tcp-ext | TCP | TCP | TCP flags seen. | 观测到的TCP标志。
  src_flags_hex | Source flags | 源标志 | Flags sent by the source. | 源发出的标志。
  dst_flags_hex | Destination flags | 目的标志 | Flags sent by the destination. | 目的发出的标志。
windows-process-ext | Windows process | Windows进程 | What Windows knows of a process. | Windows进程特有的属性。
  aslr_enabled | ASLR | ASLR | Whether address space layout randomisation is on. | 是否启用地址空间布局随机化。
  dep_enabled | DEP | DEP | Whether data execution prevention is on. | 是否启用数据执行保护。
  priority | Priority | 优先级 | The priority class. | 优先级类别。
  owner_sid | Owner SID | 所有者SID | The security id of the owner. | 所有者的安全标识符。
  window_title | Window title | 窗口标题 | Title of the main window. | 主窗口标题。
  startup_info | Startup information | 启动信息 | Fields of STARTUP_INFO. | STARTUP_INFO结构的字段。
  integrity_level | Integrity level | 完整性级别 | How far the process is trusted. | 进程的可信程度。
windows-service-ext | Windows service | Windows服务 | What Windows knows of a service. | Windows服务特有的属性。
  service_name | Service name | 服务名 | The name of the service. | 服务名称。
  descriptions | Descriptions | 描述 | Descriptions of the service. | 服务的描述。
  group_name | Group | 组 | The load ordering group. | 加载顺序组。
  start_type | Start type | 启动类型 | When the service starts. | 服务的启动方式。
  service_dll_refs | DLLs | DLL | DLLs loaded by the service. | 服务加载的DLL。
  service_type | Service type | 服务类型 | The type of the service. | 服务的类型。
  service_status | Status | 状态 | The status of the service. | 服务的当前状态。
unix-account-ext | UNIX account | UNIX账户 | What UNIX knows of an account. | UNIX账户特有的属性。
  gid | Group id | 组标识 | The primary group. | 主要组的标识。
  groups | Groups | 组 | Groups it is a member of. | 所属的组。
  home_dir | Home directory | 主目录 | The home directory. | 主目录。
  shell | Shell | 命令解释器 | The command shell. | 命令解释器。
windows-registry-value-type | Registry value | 注册表值 | One value of a registry key. | 注册表项的一个值。
  data | Data | 数据 | The data of the value. | 值的数据。
  data_type | Data type | 数据类型 | The type of the data. | 数据的类型。
x509-v3-extensions-type | X.509 v3 extensions | X.509 v3扩展 | Standard extensions of a certificate. | 证书的标准扩展。
  basic_constraints | Basic constraints | 基本约束 | Whether it is a CA certificate (2.5.29.19). | 是否为CA证书（2.5.29.19）。
  name_constraints | Name constraints | 名称约束 | Where later names must lie (2.5.29.30). | 后续证书名称的范围（2.5.29.30）。
  policy_constraints | Policy constraints | 策略约束 | Constraints on path validation (2.5.29.36). | 对路径验证的约束（2.5.29.36）。
  key_usage | Key usage | 密钥用途 | What the key may be used for (2.5.29.15). | 密钥的用途（2.5.29.15）。
  extended_key_usage | Extended key usage | 扩展密钥用途 | Further purposes of the key (2.5.29.37). | 密钥的扩展用途（2.5.29.37）。
  subject_key_identifier | Subject key id | 持有者密钥标识 | Names the certified key (2.5.29.14). | 所证明公钥的标识（2.5.29.14）。
  authority_key_identifier | Authority key id | 颁发者密钥标识 | Names the issuer's key (2.5.29.35). | 签发者公钥的标识（2.5.29.35）。
  subject_alternative_name | Subject alternative name | 持有者备用名 | Further names of the subject (2.5.29.17). | 持有者的其他名称（2.5.29.17）。
  issuer_alternative_name | Issuer alternative name | 签发者备用名 | Further names of the issuer (2.5.29.18). | 签发者的其他名称（2.5.29.18）。
  subject_directory_attributes | Subject attributes | 持有者属性 | Attributes of the subject (2.5.29.9). | 持有者的目录属性（2.5.29.9）。
  crl_distribution_points | CRL distribution points | CRL分发点 | Where revocations are published (2.5.29.31). | 吊销列表的发布位置（2.5.29.31）。
  inhibit_any_policy | Inhibit any policy | 禁止任意策略 | How far anyPolicy is permitted (2.5.29.54). | 对anyPolicy的限制（2.5.29.54）。
  private_key_usage_period_not_before | Private key from | 私钥生效时间 | From when the private key may be used. | 私钥开始可用的时间。
  private_key_usage_period_not_after | Private key until | 私钥失效时间 | Until when the private key may be used. | 私钥停止可用的时间。
  certificate_policies | Certificate policies | 证书策略 | Policies it was issued under (2.5.29.32). | 签发所依据的策略（2.5.29.32）。
  policy_mappings | Policy mappings | 策略映射 | Policies taken for equivalent (2.5.29.33). | 视为等同的策略（2.5.29.33）。
tlp-2.0 | TLP 2.0 | TLP 2.0 | A level of TLP 2.0. | TLP 2.0的级别。
  tlp_2_0 | TLP | TLP | The level. | 级别。
`
