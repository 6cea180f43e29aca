export { createBrowserCrypto } from './browser-crypto.ts'
