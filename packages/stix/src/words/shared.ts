// Properties that mean the same wherever they occur, and the common ones (§3.2).
// name | English title | Chinese title | English description | Chinese description
export const SHARED: string = `
type | Type | 类型 | What type of STIX object this is. | STIX对象的类型。
spec_version | Specification version | 规范版本 | The version of STIX that the object follows. | 对象遵循的STIX版本。
id | Id | 标识符 | Names the object in all its versions. | 对象的唯一标识，各版本相同。
created_by_ref | Created by | 创建者 | The identity that created the object. | 创建该对象的身份对象。
created | Created | 创建时间 | When the first version was created. | 首个版本的创建时间。
modified | Modified | 修改时间 | When this version was created. | 本版本的创建时间。
revoked | Revoked | 已撤销 | Whether the creator no longer holds the object valid; permanent. | 创建者是否已宣布对象失效，不可恢复。
labels | Labels | 标签 | Terms of one's own or of a community. | 自定义或社群约定的标签。
confidence | Confidence | 可信度 | How sure the creator is, 0 to 100. | 创建者对内容正确性的把握，0至100。
lang | Language | 语言 | Language of the texts in the object; English when absent. | 对象中文本所用语言，缺省为英语。
external_references | External references | 外部引用 | Where more is said outside of STIX. | STIX之外的相关资料。
object_marking_refs | Markings | 标记 | Marking definitions that bind the whole object. | 适用于整个对象的标记定义。
granular_markings | Granular markings | 细粒度标记 | Markings and languages of single properties. | 针对个别属性的标记或语言。
defanged | Defanged | 已脱敏处理 | Whether the values were made harmless to click. | 值是否已改写为不可直接点击的形式。
extensions | Extensions | 扩展 | Properties beyond those of the type. | 类型之外的附加属性。
name | Name | 名称 | What it is called. | 名称。
description | Description | 描述 | Details and context, for people. | 供人阅读的详细说明和背景。
aliases | Aliases | 别名 | Other names for the same. | 同一对象的其他名称。
kill_chain_phases | Kill chain phases | 杀伤链阶段 | Phases of a kill chain that it belongs to. | 所属的杀伤链阶段。
first_seen | First seen | 首次发现时间 | When it was first seen. | 首次发现的时间。
last_seen | Last seen | 最近发现时间 | When it was last seen; not before the first time. | 最近一次发现的时间，不早于首次发现时间。
goals | Goals | 目标 | What they try to achieve. | 试图达成的目标。
resource_level | Resource level | 资源水平 | What resources they can draw on. | 可动用资源的水平。
primary_motivation | Primary motivation | 主要动机 | The main reason behind it. | 主要动机。
secondary_motivations | Secondary motivations | 次要动机 | Further reasons behind it. | 其他动机。
object_refs | Objects | 所涉对象 | The objects that this one is about. | 本对象所涉及的对象。
authors | Authors | 作者 | The people who wrote it. | 撰写者。
hashes | Hashes | 散列值 | Hashes by algorithm. | 各算法的散列值。
size | Size | 大小 | Size in bytes. | 以字节计的大小。
mime_type | Media type | 媒体类型 | Media type of the content. | 内容的媒体类型。
ctime | Creation time | 创建时间 | When it was created on the file system. | 在文件系统中创建的时间。
mtime | Modification time | 修改时间 | When it was last written. | 最近一次写入的时间。
atime | Access time | 访问时间 | When it was last accessed. | 最近一次访问的时间。
contains_refs | Contains | 包含 | The objects inside it. | 其中包含的对象。
value | Value | 值 | The value itself. | 值本身。
version | Version | 版本 | Its version. | 版本。
resolves_to_refs | Resolves to | 解析结果 | What it resolves to. | 解析所得的对象。
belongs_to_refs | Belongs to | 归属 | The autonomous systems it belongs to. | 所属的自治系统。
display_name | Display name | 显示名称 | The name shown to people. | 界面上显示的名称。
url | URL | URL | Where it can be found. | 所在的网址。
content_type | Content type | 内容类型 | The Content-Type header. | Content-Type头字段的值。
body | Body | 正文 | The text, decoded. | 解码后的正文。
creator_user_ref | Created by user | 创建账户 | The user account that created it. | 创建它的用户账户。
`
