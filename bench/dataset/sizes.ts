/** How large a made-up nation is. */
export interface Sizes {
  readonly devices: number
  readonly hospitals: number
  /** Model versions that at least one SBOM describes. */
  readonly describedVersions: number
  /** Model versions that no SBOM describes. */
  readonly silentVersions: number
  readonly models: number
  readonly makers: number
  readonly sboms: number
  /** Lines of all SBOMs together. */
  readonly sbomRows: number
  /** Distinct components that these lines name, model versions not counted. */
  readonly components: number
}

const nation = {
  devices: 1_000_000,
  hospitals: 300,
  describedVersions: 20_000,
  silentVersions: 2_000,
  models: 4_400,
  makers: 80,
  sboms: 22_000,
  sbomRows: 10_000_000,
  components: 300_000,
}

/** Distinct things grow slower than their mentions (Heaps' law): a tenth of the SBOM lines names 18 % of the components. */
const HEAPS = 0.75

/** A whole nation at scale 1; at a smaller scale every size falls with it, distinct components by Heaps' law. */
export function sizesAt(scale: number): Sizes {
  if (!(scale > 0 && scale <= 1)) throw new Error(`the scale is more than 0 and at most 1, not ${scale}`)
  const part = (whole: number, least: number): number => Math.max(least, Math.round(whole * scale))
  const devices = part(nation.devices, 200)
  return {
    devices,
    hospitals: Math.min(nation.hospitals, Math.floor(devices / 20)),
    describedVersions: part(nation.describedVersions, 10),
    silentVersions: part(nation.silentVersions, 2),
    models: part(nation.models, 5),
    makers: Math.min(nation.makers, part(nation.models, 5)),
    sboms: part(nation.sboms, 11),
    sbomRows: part(nation.sbomRows, 5_000),
    components: Math.round(nation.components * scale ** HEAPS),
  }
}
