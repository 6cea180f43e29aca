/** The verifier page, one HTML file. `npm run build:verifier` writes it. */
export const VERIFIER_PAGE: URL = new URL('../dist/verify.html', import.meta.url)
