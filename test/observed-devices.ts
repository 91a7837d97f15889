import { decideVersionOf, fuseObservations, listDevices, readDevice, takeObservations } from '../src/flows/index.ts'
import type { Observation } from '../src/model/index.ts'
import type { TestHospital } from './hospital.ts'

const seenAt = Date.parse('2026-10-31T08:00:00Z')

/** Sees a device of the maker "Maker" tell its serial number and a version: `dicom 2` is protocol and version. */
export async function seeVersion(
  hospital: TestHospital,
  { serial, place, model }: { readonly serial: string; readonly place: number; readonly model?: string },
  told: readonly string[],
): Promise<void> {
  const observations = told.map((each): Observation => {
    const [protocol = '', version = ''] = each.split(' ')
    return {
      subject: { mac: `00:09:fb:00:01:${String(place).padStart(2, '0')}`, ip: `10.0.1.${place + 1}` },
      protocol,
      facts: [
        { field: 'maker', value: 'Maker' },
        ...(model === undefined ? [] : [{ field: 'model', value: model } as const]),
        { field: 'serial', value: serial },
        { field: 'softwareVersion', value: version },
      ],
      confidence: 'explicit',
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      count: 1,
      place: 'packet 1',
    }
  })
  const { organisationId } = hospital.organisation
  const batch = { observations, flows: [] }
  await takeObservations(hospital.store, {
    organisationId,
    sensor: 'north',
    batchId: `${serial} ${told.join()}`,
    source: 'a.pcap',
    batch,
    now: new Date(),
  })
  await fuseObservations(hospital.store, { organisationId })
}

export async function deviceOf(hospital: TestHospital, serial: string): Promise<string> {
  const { items } = await listDevices(hospital.store, {
    organisation: hospital.organisation,
    text: serial,
    page: { limit: 1 },
  })
  return items[0]?.deviceId ?? ''
}

/** A person says which version a device runs. */
export async function decideVersion(hospital: TestHospital, serial: string, version: string): Promise<void> {
  const deviceId = await deviceOf(hospital, serial)
  await decideVersionOf(hospital.store, { organisation: hospital.organisation, deviceId, version, author: 'M. Curie' })
}

/** How many flaws the page of the device shows. */
export async function countFlawsOfDevice(
  hospital: TestHospital,
  serial: string,
): Promise<{ affected: number; unknown: number }> {
  const { findings } = await readDevice(hospital.store, hospital.organisation, await deviceOf(hospital, serial))
  return findings
}
