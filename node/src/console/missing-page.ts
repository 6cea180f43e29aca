/** What is shown while the console itself has not been built. */
export const MISSING_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Concert 协奏</title>
<style nonce="__CSP_NONCE__">
body { margin: 0; min-height: 100vh; display: grid; place-content: center; gap: 24px; padding: 24px;
  background: #f5f6f5; color: #161b1d; font: 14px/22px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 36rem; background: #fff; border: 1px solid #d5dad9; border-radius: 6px; padding: 24px; }
h1 { font-size: 18px; line-height: 26px; margin: 0 0 8px; }
p { margin: 0 0 16px; }
code { font-family: ui-monospace, monospace; }
@media (prefers-color-scheme: dark) {
  body { background: #0d1113; color: #e7ecec; } main { background: #14191c; border-color: #2b3438; }
}
</style>
</head>
<body>
<main>
<h1>The console is not built yet</h1>
<p>The node runs. Its web console has to be built once: <code>npm run build</code> in the folder of Concert, then load this page again. The command line does everything meanwhile: <code>concert help</code>.</p>
<h1 lang="zh-Hans">控制台尚未构建</h1>
<p lang="zh-Hans">节点正在运行。网页控制台须先构建一次：在协奏的文件夹中运行<code>npm run build</code>，然后重新加载本页。在此期间，一切操作均可用命令行完成：<code>concert help</code>。</p>
</main>
</body>
</html>
`
