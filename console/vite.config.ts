import { defaultClientConditions, defineConfig } from 'vite'
import { compressed } from './build/compress.js'

export default defineConfig({
  resolve: { conditions: ['@concert/source', ...defaultClientConditions] },
  // The node that serves index.html puts a fresh nonce in its place, once per load.
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [compressed()],
  build: {
    target: 'es2024',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      onLog(level, log, tell) {
        // Libraries mark files for servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log)
      },
    },
  },
})
