/** Everybody who writes entries holds it: times of adding rise in the order of commits. */
export const TAXII_LOCK = 'taxii'
