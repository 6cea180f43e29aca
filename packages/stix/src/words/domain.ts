// Domain and relationship objects (§4, §5); an indented line is a property of the type above it.
export const DOMAIN: string = `
attack-pattern | Attack pattern | 攻击方法 | A way in which adversaries try to compromise targets. | 攻击者试图攻陷目标的手法。
campaign | Campaign | 攻击活动 | Attacks over a period of time against a set of targets. | 一段时间内针对特定目标的一系列攻击。
  objective | Objective | 意图 | What the campaign is meant to bring about. | 该活动想要达到的效果。
course-of-action | Course of action | 应对措施 | What to do to prevent an attack or to answer one. | 预防或应对攻击的措施。
grouping | Grouping | 对象组 | Objects that share a context without being a finished report. | 有共同背景但尚未形成报告的一组对象。
  context | Context | 背景 | What the objects have in common. | 这些对象的共同背景。
identity | Identity | 身份 | A person, organisation, group, system or class of these. | 个人、组织、团体、系统或其类别。
  roles | Roles | 角色 | What roles it performs. | 所承担的角色。
  identity_class | Identity class | 身份类别 | What kind of entity it is. | 实体的种类。
  sectors | Sectors | 行业 | Industry sectors it belongs to. | 所属行业。
  contact_information | Contact information | 联系方式 | How to reach it; no format is laid down. | 联系方式，格式不限。
incident | Incident | 网络安全事件 | A cyber security incident. STIX 2.1 defines little of it and leaves the rest to extensions. | 网络安全事件。STIX 2.1仅作简要定义，其余由扩展补充。
indicator | Indicator | 攻击指标 | A pattern that detects suspicious or malicious activity. | 用于检测可疑或恶意活动的模式。
  indicator_types | Indicator types | 指标类型 | What the indicator shows. | 该指标所反映的情况。
  pattern | Pattern | 模式 | The detection pattern. | 检测模式。
  pattern_type | Pattern language | 模式语言 | The language of the pattern: stix, yara, sigma … | 模式所用语言，如stix、yara、sigma。
  pattern_version | Pattern version | 模式语言版本 | The version of the pattern language. | 模式语言的版本。
  valid_from | Valid from | 生效时间 | From when the indicator holds. | 指标开始有效的时间。
  valid_until | Valid until | 失效时间 | When it holds no longer; after the start. | 指标不再有效的时间，晚于生效时间。
infrastructure | Infrastructure | 基础设施 | Systems and services that serve some purpose, such as control servers. | 为某种目的服务的系统和服务，如控制服务器。
  infrastructure_types | Infrastructure types | 基础设施类型 | What it is used for. | 用途。
intrusion-set | Intrusion set | 入侵集合 | Behaviour and resources believed to be directed by one organisation. | 被认为由同一组织操控的行为与资源。
location | Location | 地理位置 | A geographic place, not a government. | 地理区域，不代表政府。
  latitude | Latitude | 纬度 | Degrees north of the equator, WGS 84. | 纬度（WGS 84），北纬为正。
  longitude | Longitude | 经度 | Degrees east of the prime meridian, WGS 84. | 经度（WGS 84），东经为正。
  precision | Precision | 精度 | How far off, in metres, the place may be. | 实际位置可能偏离的距离，以米计。
  region | Region | 区域 | A region of the world. | 世界区域。
  country | Country | 国家或地区 | Country code of ISO 3166-1. | ISO 3166-1国家或地区代码。
  administrative_area | Administrative area | 行政区 | State, province or the like. | 州、省等行政区。
  city | City | 城市 | The city. | 城市。
  street_address | Street address | 街道地址 | The street address. | 街道地址。
  postal_code | Postal code | 邮政编码 | The postal code. | 邮政编码。
malware | Malware | 恶意程序 | A malware family or a single malicious program. | 恶意程序家族或单个恶意程序。
  malware_types | Malware types | 恶意程序类型 | What kinds of malware it is. | 恶意程序的种类。
  is_family | Is a family | 是否为家族 | Whether this is a family rather than one program. | 是家族还是单个程序。
  operating_system_refs | Operating systems | 操作系统 | The operating systems it runs on. | 可运行的操作系统。
  architecture_execution_envs | Architectures | 处理器架构 | The processor architectures it runs on. | 可运行的处理器架构。
  implementation_languages | Implementation languages | 编程语言 | The programming languages it is written in. | 编写所用的编程语言。
  capabilities | Capabilities | 能力 | What it is able to do. | 具备的能力。
  sample_refs | Samples | 样本 | Files or artifacts that are samples of it. | 其样本文件或载荷。
malware-analysis | Malware analysis | 恶意程序分析 | How a sample was analysed, and the result. | 样本的分析过程与结果。
  product | Product | 分析产品 | The product that made the analysis; "anonymized" if it may not be named. | 所用分析产品；不便指明时填anonymized。
  host_vm_ref | Host machine | 宿主虚拟机 | The virtual machine used. | 所用虚拟机。
  operating_system_ref | Operating system | 操作系统 | The operating system used. | 所用操作系统。
  installed_software_refs | Installed software | 已装软件 | Other software that was installed. | 环境中安装的其他软件。
  configuration_version | Configuration version | 配置版本 | The configuration of the product. | 产品的配置版本。
  modules | Modules | 模块 | The analysis modules used. | 所用分析模块。
  analysis_engine_version | Engine version | 引擎版本 | The version of the engine. | 分析引擎的版本。
  analysis_definition_version | Definition version | 特征库版本 | The version of the definitions. | 特征库的版本。
  submitted | Submitted | 提交时间 | When the sample was first submitted. | 样本首次提交的时间。
  analysis_started | Analysis started | 分析开始时间 | When the analysis began. | 分析开始的时间。
  analysis_ended | Analysis ended | 分析结束时间 | When the analysis ended. | 分析结束的时间。
  result_name | Result name | 判定名称 | The name the product gave to the malware. | 产品给出的恶意程序名称。
  result | Result | 判定结果 | What the product concluded. | 产品的结论。
  analysis_sco_refs | Captured observables | 捕获的可观测数据 | Observables captured during the analysis. | 分析过程中捕获的可观测数据。
  sample_ref | Sample | 样本 | What was analysed. | 被分析的对象。
note | Note | 备注 | Text that adds context to other objects. | 为其他对象补充背景的文字。
  abstract | Abstract | 摘要 | A brief summary. | 简要概述。
  content | Content | 内容 | The text of the note. | 备注正文。
observed-data | Observed data | 观测数据 | What was seen on systems or networks, without judging it. | 在系统或网络上观测到的原始信息，不含判断。
  first_observed | First observed | 首次观测时间 | When the observation began. | 观测开始的时间。
  last_observed | Last observed | 最后观测时间 | When the observation ended; not before it began. | 观测结束的时间，不早于开始时间。
  number_observed | Number observed | 观测次数 | How many times it was seen. | 观测到的次数。
  objects | Objects (old form) | 对象（旧形式） | Observables under local keys, as in STIX 2.0. | 以本地键存放的可观测数据，为STIX 2.0的形式。
opinion | Opinion | 意见 | An assessment of what others have published. | 对他人所发布内容的评价。
  explanation | Explanation | 理由 | Why the author thinks so. | 作者的理由。
  opinion | Opinion | 意见 | From strongly disagree to strongly agree. | 从强烈反对到强烈同意。
report | Report | 报告 | A finished piece of threat intelligence with the objects it speaks of. | 成文的威胁信息及其涉及的对象。
  report_types | Report types | 报告类型 | What the report is mainly about. | 报告的主要内容类型。
  published | Published | 发布时间 | When the report was officially published. | 报告正式发布的时间。
threat-actor | Threat actor | 威胁主体 | A person, group or organisation believed to act with malicious intent. | 被认为怀有恶意的个人、团体或组织。
  threat_actor_types | Threat actor types | 威胁主体类型 | What kind of actor it is. | 威胁主体的种类。
  roles | Roles | 角色 | What part the actor plays. | 所起的作用。
  sophistication | Sophistication | 技术水平 | How skilled the actor is. | 技能水平。
  personal_motivations | Personal motivations | 个人动机 | Reasons of the actor apart from its organisation. | 独立于组织之外的个人动机。
tool | Tool | 工具 | Legitimate software that attackers use as well. | 可被攻击者利用的合法软件。
  tool_types | Tool types | 工具类型 | What the tool is for. | 工具的用途。
  tool_version | Tool version | 工具版本 | The version of the tool. | 工具的版本。
vulnerability | Vulnerability | 漏洞 | A weakness that can be exploited. | 可被利用的弱点。
relationship | Relationship | 关系 | How two objects are related. | 两个对象之间的关系。
  relationship_type | Relationship type | 关系类型 | What kind of relationship it is. | 关系的种类。
  source_ref | Source | 源对象 | From which object it leads. | 关系的起点。
  target_ref | Target | 目标对象 | To which object it leads. | 关系的终点。
  start_time | Start | 开始时间 | From when the relationship holds. | 关系开始成立的时间。
  stop_time | Stop | 结束时间 | Until when it holds; after the start. | 关系终止的时间，晚于开始时间。
sighting | Sighting | 命中反馈 | That something of the intelligence was seen. | 表明情报所述内容已被实际发现。
  count | Count | 次数 | How many times it was seen; 0 means looked for and not seen. | 发现的次数；0表示查找后未发现。
  sighting_of_ref | Sighting of | 所见对象 | What was seen. | 被发现的对象。
  observed_data_refs | Observed data | 观测数据 | The raw data of the sighting. | 对应的原始观测数据。
  where_sighted_refs | Where sighted | 发现方 | Who saw it, or where. | 由谁发现或在何处发现。
  summary | Summary | 汇总数据 | Whether this sums up other sightings. | 是否为其他命中反馈的汇总。
language-content | Language content | 语言内容 | Texts of an object in other languages. | 对象文本的其他语言版本。
  object_ref | Object | 原对象 | The object whose texts these are. | 所翻译的对象。
  object_modified | Object version | 原对象版本 | Which version of the object it belongs to. | 对应原对象的哪个版本。
  contents | Contents | 译文 | Texts by language, then by property. | 按语言、再按属性给出的文本。
marking-definition | Marking definition | 标记定义 | How what it marks may be used and shared. | 被标记内容的使用与共享要求。
  definition_type | Definition type | 定义类型 | statement or tlp; others come as extensions. | statement或tlp；其他类型以扩展给出。
  definition | Definition | 定义内容 | What the marking says. | 标记的内容。
extension-definition | Extension definition | 扩展定义 | What an extension adds to STIX. | 扩展为STIX增加的内容。
  schema | Schema | 模式说明 | The normative definition, as text or as a URL. | 规范性定义，可为文本或网址。
  extension_types | Extension types | 扩展类型 | In which of the five ways it extends STIX. | 五种扩展方式中的哪几种。
  extension_properties | Extension properties | 扩展属性 | Names of the properties it adds at the top. | 在顶层新增的属性名。
`
