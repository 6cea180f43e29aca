import type { Both } from '../i18n/both.ts'

/**
 * How one object is joined with another, read from the one to the other: the relationship types of
 * STIX 2.1 (Appendix B), and the properties by which its objects refer to others. The codes are the
 * data; these are their meaning.
 */
export const relationTexts = {
  'analysis-of': ['is an analysis of', '分析'],
  'attributed-to': ['attributed to', '归因于'],
  'authored-by': ['authored by', '作者为'],
  'av-analysis-of': ['is a scan of', '扫描分析'],
  'based-on': ['based on', '依据'],
  'beacons-to': ['beacons to', '发送信标至'],
  characterizes: ['characterises', '描述'],
  'communicates-with': ['communicates with', '与之通信'],
  compromises: ['compromises', '入侵'],
  'consists-of': ['consists of', '组成部分为'],
  controls: ['controls', '控制'],
  delivers: ['delivers', '投递'],
  'derived-from': ['derived from', '衍生自'],
  downloads: ['downloads', '下载'],
  drops: ['drops', '释放'],
  'duplicate-of': ['duplicate of', '重复于'],
  'dynamic-analysis-of': ['is a dynamic analysis of', '动态分析'],
  'exfiltrates-to': ['exfiltrates to', '外传数据至'],
  exploits: ['exploits', '利用'],
  has: ['has', '具有'],
  hosts: ['hosts', '托管'],
  impersonates: ['impersonates', '仿冒'],
  indicates: ['indicates', '指示'],
  investigates: ['investigates', '排查'],
  'located-at': ['located at', '位于'],
  mitigates: ['mitigates', '缓解'],
  'originates-from': ['originates from', '源自'],
  owns: ['owns', '持有'],
  'related-to': ['related to', '关联'],
  remediates: ['remediates', '修复'],
  'static-analysis-of': ['is a static analysis of', '静态分析'],
  targets: ['targets', '针对'],
  uses: ['uses', '使用'],
  'variant-of': ['variant of', '变种来源为'],
  // A sighting, from who saw it to what was seen.
  'sighting-of': ['has seen', '命中'],
  // properties
  analysis_sco_refs: ['found in the analysis', '分析所得'],
  bcc_refs: ['blind copy to', '密送至'],
  belongs_to_ref: ['belongs to', '属于'],
  belongs_to_refs: ['belongs to', '属于'],
  body_raw_ref: ['body in', '正文为'],
  cc_refs: ['copy to', '抄送至'],
  child_refs: ['started', '启动'],
  contains_refs: ['contains', '包含'],
  content_ref: ['content in', '内容为'],
  created_by_ref: ['created by', '创建者为'],
  creator_user_ref: ['run by', '运行账户为'],
  dst_payload_ref: ['answered with', '响应内容为'],
  dst_ref: ['sent to', '目的地为'],
  encapsulated_by_ref: ['wrapped by', '外层为'],
  encapsulates_refs: ['wraps', '封装'],
  from_ref: ['sent by', '发件人为'],
  host_vm_ref: ['analysed in', '分析环境为'],
  image_ref: ['runs', '运行程序为'],
  installed_software_refs: ['with installed', '环境已装'],
  object_ref: ['translates', '译文针对'],
  object_refs: ['is about', '涉及'],
  observed_data_refs: ['observed as', '观测数据为'],
  opened_connection_refs: ['opened', '建立连接'],
  operating_system_ref: ['under', '操作系统为'],
  operating_system_refs: ['runs under', '适用系统为'],
  parent_directory_ref: ['in the folder', '所在目录为'],
  parent_ref: ['started by', '父进程为'],
  raw_email_ref: ['raw in', '原始邮件为'],
  resolves_to_refs: ['resolves to', '解析为'],
  sample_ref: ['sample', '样本为'],
  sample_refs: ['sample', '样本为'],
  sender_ref: ['transmitted by', '代发者为'],
  service_dll_refs: ['loads', '加载'],
  sighting_of_ref: ['has seen', '命中'],
  source_ref: ['from', '起点为'],
  src_payload_ref: ['sent', '发送内容为'],
  src_ref: ['sent from', '来源为'],
  target_ref: ['to', '终点为'],
  to_refs: ['sent to', '收件人为'],
  where_sighted_refs: ['seen by', '命中方为'],
} satisfies Record<string, Both>

/** What a relation says; undefined for one that the standard does not have. Hostile. */
export function relationMeans(code: string): Both | undefined {
  return Object.hasOwn(relationTexts, code)
    ? relationTexts[code as keyof typeof relationTexts]
    : undefined
}
