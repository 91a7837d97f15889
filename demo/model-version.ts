import type { Ingredient } from './ingredient.ts'

/** The serialisations in which the fictional makers deliver. */
export const sbomFormats = [
  'CycloneDX 1.4 JSON',
  'CycloneDX 1.5 JSON',
  'CycloneDX 1.6 JSON',
  'CycloneDX 1.7 JSON',
  'CycloneDX 1.4 XML',
  'CycloneDX 1.5 XML',
  'CycloneDX 1.6 XML',
  'SPDX 2.2 JSON',
  'SPDX 2.3 JSON',
  'SPDX 2.3 tag-value',
] as const
export type DemoFormat = (typeof sbomFormats)[number]

/** What an SBOM says of its own completeness. `innerComplete` speaks of the application only, which proves nothing for the device. */
export type Claim = 'none' | 'complete' | 'incomplete' | 'innerComplete'

/** One SBOM as the maker plans it. SPDX 2 has no word for `complete`, so its claim is `none`. */
export interface SbomPlan {
  readonly format: DemoFormat
  readonly claim: Claim
  readonly ingredients: readonly Ingredient[]
}

/** One software version of one fictional device model, and how many of it the hospital owns. */
export interface ModelVersion {
  readonly maker: string
  readonly model: string
  readonly version: string
  readonly family: string
  readonly devices: number
  /** False for devices without any network connection. */
  readonly networked: boolean
  readonly sboms: readonly SbomPlan[]
}
