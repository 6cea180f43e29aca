/** The verifier page, one HTML file. `npm run build:verifier` writes it. */
export const VERIFIER_PAGE: URL = new URL(import.meta.resolve('@concert/verifier/verify.html'))
