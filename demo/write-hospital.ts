import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoSeed, makeHospital } from './hospital.ts'
import type { Hospital } from './hospital.ts'

/** The hospital, and where its files were written. `sbomPaths` is in the order of `hospital.sboms`. */
export interface WrittenHospital {
  readonly hospital: Hospital
  readonly sbomPaths: readonly string[]
  readonly devicesPath: string
}

/** Writes `sboms/*` and `devices.csv` below `folder`, so that a demonstration goes the very way of a real import. */
export async function writeHospital(folder: string, seed: string = demoSeed): Promise<WrittenHospital> {
  const hospital = makeHospital(seed)
  const sbomFolder = join(folder, 'sboms')
  await mkdir(sbomFolder, { recursive: true })
  const sbomPaths = hospital.sboms.map(({ fileName }) => join(sbomFolder, fileName))
  for (const { fileName, bytes } of hospital.sboms) await writeFile(join(sbomFolder, fileName), bytes)
  const devicesPath = join(folder, 'devices.csv')
  await writeFile(devicesPath, hospital.devicesCsv)
  return { hospital, sbomPaths, devicesPath }
}
