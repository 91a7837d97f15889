import { compose } from './composition.ts'
import { toDevicesCsv } from './devices-csv.ts'
import { makeDevices } from './devices.ts'
import type { Device } from './devices.ts'
import { writeSbom } from './formats/write-sbom.ts'
import { modelVersions } from './models.ts'
import type { ModelVersion } from './model-version.ts'

/** The seed of the hospital that `npm run demo` shows. */
export const demoSeed = 'auscult-demo-1'

/** Says that it is invented, wherever the name is shown. */
export const hospitalName = 'Groupement hospitalier Val-Aubépine (FICTIF)'

/** An SBOM file as its maker would send it, and the model version it is for. */
export interface HospitalSbom {
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly maker: string
  readonly model: string
  readonly version: string
}

/** A fictional hospital: what its makers sent, and the list its biomedical engineers keep. */
export interface Hospital {
  readonly name: string
  readonly modelVersions: readonly ModelVersion[]
  readonly devices: readonly Device[]
  readonly sboms: readonly HospitalSbom[]
  readonly devicesCsv: Uint8Array
}

/** Makes the hospital; the same seed gives the same bytes on every machine. */
export function makeHospital(seed: string = demoSeed): Hospital {
  const devices = makeDevices(seed)
  return {
    name: hospitalName,
    modelVersions,
    devices,
    sboms: modelVersions.flatMap((model) => makeSboms(seed, model)),
    devicesCsv: toDevicesCsv(devices),
  }
}

function makeSboms(seed: string, device: ModelVersion): readonly HospitalSbom[] {
  const { maker, model, version } = device
  return device.sboms.map((plan, nth) => {
    const { text, extension } = writeSbom(compose(seed, device, plan, nth), plan.format)
    const suffix = nth === 0 ? '' : `-${nth + 1}`
    const fileName = `${toFileName(`${maker} ${model} ${version}`)}${suffix}.${extension}`
    return { fileName, bytes: Buffer.from(text, 'utf8'), maker, model, version }
  })
}

function toFileName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
}
