import { sayFeedDate } from '../reports/index.ts'
import type { Language, SaidFeedDate } from '../reports/index.ts'
import {
  countBlindSpots,
  feedStatus as readStatus,
  inKnowledge,
  inOrganisation,
  sliceOfJudged,
} from '../store/index.ts'
import type { BlindSpotsOfYear, DeviceRow, FeedStatus, Organisation, Store } from '../store/index.ts'
import type { DeviceId } from '../model/index.ts'
import { toFeedDates } from './answer-frame.ts'
import { FlowError } from './error.ts'
import { plainText } from './plain-text.ts'

/** What is loaded from each feed, and how fresh it is. */
export async function feedStatus(store: Store): Promise<FeedStatus[]> {
  return inKnowledge(store, async (trx) => readStatus(trx))
}

/** How many CVEs of each year no loaded source describes so that they can be matched. */
export async function blindSpots(store: Store): Promise<BlindSpotsOfYear[]> {
  return inKnowledge(store, countBlindSpots)
}

/** The same, a line for each feed, in words too. */
export async function listFeeds(store: Store, language: Language): Promise<SaidFeedDate[]> {
  return toFeedDates(await feedStatus(store)).map((each) => sayFeedDate(each, language))
}

const mostNamed = 1_000

const DEVICE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The one device that an id, or a serial number, asset tag, address or host name means. Throws `refused` when none does, or several. */
export async function oneDevice(store: Store, organisation: Organisation, text: string): Promise<DeviceId> {
  if (DEVICE_ID.test(text)) return text as DeviceId
  const [first, ...others] = await devicesNamed(store, organisation, text)
  if (first !== undefined && others.length === 0) return first.deviceId
  const words =
    first === undefined
      ? `no device has "${text.slice(0, 100)}" as serial number, asset tag, address or host name: import the equipment list first, or correct it`
      : `"${text.slice(0, 100)}" fits ${others.length + 1} devices: give the serial number or asset tag of one`
  throw new FlowError('refused', words)
}

/** The devices that a serial number, asset tag, address or host name names, to attach an SBOM to one. */
export async function devicesNamed(store: Store, { organisationId }: Organisation, text: string): Promise<DeviceRow[]> {
  const asked = { named: { fact: 'any', value: plainText(text) }, limit: mostNamed, after: undefined } as const
  return inOrganisation(store, organisationId, async (trx) => sliceOfJudged(trx, { organisationId }, asked))
}
