import { join } from 'node:path'

export { badLines, repeatedDevices } from './devices-csv.ts'
export { expectedCounts, expectOfDevice, expectOfModelVersion } from './expected.ts'
export type { Expectation } from './expected.ts'
export { demoSeed, hospitalName, makeHospital } from './hospital.ts'
export type { Hospital } from './hospital.ts'
export { makeNetwork } from './network.ts'
export { questions } from './ingredient.ts'
export type { Question } from './ingredient.ts'
export { writeHospital } from './write-hospital.ts'

const feedFolder = join(import.meta.dirname, 'feeds')

/** The committed sample of real vulnerabilities, a file for each feed. */
export const feedFiles = {
  nvd: join(feedFolder, 'nvd.json'),
  osv: join(feedFolder, 'osv.ndjson'),
  kev: join(feedFolder, 'kev.json'),
  epss: join(feedFolder, 'epss.csv'),
} as const
