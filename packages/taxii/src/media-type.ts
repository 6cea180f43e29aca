/** TAXII 2.1 §1.6.8.1: the media type of every TAXII 2.1 body, version parameter included. */
export const TAXII_MEDIA_TYPE = 'application/taxii+json;version=2.1'
