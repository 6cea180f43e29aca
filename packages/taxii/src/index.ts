export { TAXII_MEDIA_TYPE } from './media-type.ts'
