export { checkCsaf } from './check-csaf.ts'
export type {
  CsafDocument,
  CsafProblem,
  CsafVulnerability,
  Exploitation,
  FileHashes,
  Flag,
  JoinedProduct,
  PathStep,
  Product,
  ProductIdentifiers,
  ProductStatus,
  ProductVersion,
  Publisher,
  Remediation,
  Revision,
  Score,
  Standing,
  StatusList,
  Threat,
  Tracking,
} from './document.ts'
export { makersOf, readDeviceNames } from './device-names.ts'
export type { DeviceNamed } from './device-names.ts'
export { meetProduct } from './meet-product.ts'
export type { Asset, Meeting } from './meet-product.ts'
export { readProductVersion } from './product-version.ts'
export { isCsaf, readCsaf } from './read-csaf.ts'
export type { CsafReading } from './read-csaf.ts'
export { readVersionText } from './version-text.ts'
export type { VersionReading } from './version-text.ts'
