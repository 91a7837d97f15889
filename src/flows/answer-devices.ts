import { verdicts as allVerdicts } from '../model/index.ts'
import type { AnsweredDevice, Page, PageAsked, Place, Verdict } from '../model/index.ts'
import { sliceOfJudged } from '../store/index.ts'
import type { DeviceRow, PlacedDevice } from '../store/index.ts'
import type { OpenAnswer } from './open-answer.ts'
import { devicesIn, placesOfDevices, rankOf } from './judgement.ts'
import { pageOf, placeAfter } from './page.ts'
import { evidenceAt, whysOf } from './whys.ts'
import type { EvidenceByPlace, Whys } from './whys.ts'
import { withoutNulls } from './without-nulls.ts'

/** Which devices of an answer are asked for. */
export interface DevicesAsked {
  /** Those of these classes, the worst first; absent: of all. */
  readonly verdicts?: readonly Verdict[]
  /** Of one site and ward, in any spelling; an empty text: those whose list names none. */
  readonly site?: string
  readonly ward?: string
}

const kinds = ['integer', 'text'] as const

/** A page of the devices of an answer: class after class, the worst first, each by site, ward, model and asset tag. */
export async function pageOfAnswer(
  open: OpenAnswer,
  asked: DevicesAsked,
  page: PageAsked,
): Promise<Page<AnsweredDevice>> {
  const { items, ...next } = await rowsOfAnswer(open, asked, page)
  return { items: await answered(open, items), ...next }
}

/** The same page, without what the devices stand on. */
export async function rowsOfAnswer(
  open: OpenAnswer,
  { verdicts = allVerdicts, ...where }: DevicesAsked,
  page: PageAsked,
): Promise<Page<PlacedDevice>> {
  const [first, ...after] = placeAfter(page, kinds) ?? []
  const classes = open.listed.are === 'found' ? [undefined] : allVerdicts.filter((each) => verdicts.includes(each))
  const begun = classes.findIndex((each) => first === undefined || rank(each) >= Number(first))
  const rows: { readonly rank: number; readonly row: PlacedDevice }[] = []
  for (const each of begun === -1 ? [] : classes.slice(begun)) {
    const limit = page.limit + 1 - rows.length
    if (limit <= 0) break
    const slice = { ...where, limit, after: rank(each) === first ? after : undefined }
    const some = await sliceOf(open, each === undefined ? undefined : [each], slice)
    rows.push(...some.map((row) => ({ rank: rank(each), row })))
  }
  const placeOf = ({ rank: first, row }: (typeof rows)[number]): Place => [first, row.place]
  return pageOf(rows, page, { placeOf, toItem: ({ row }) => row })
}

function rank(verdict: Verdict | undefined): number {
  return verdict === undefined ? 0 : rankOf(verdict)
}

interface SliceAsked extends Omit<DevicesAsked, 'verdicts'> {
  readonly limit: number
  readonly after: Place | undefined
}

async function sliceOf(
  { trx, fleet, listed }: OpenAnswer,
  verdicts: readonly Verdict[] | undefined,
  slice: SliceAsked,
): Promise<PlacedDevice[]> {
  if (listed.are === 'judged') {
    const judged = devicesIn(listed.judgement, verdicts ?? allVerdicts)
    const isEmpty = judged.modelVersionIds.length === 0 && judged.alone.length === 0
    return isEmpty ? [] : sliceOfJudged(trx, fleet, { ...slice, judged })
  }
  return sliceOfJudged(trx, fleet, { ...slice, ...(listed.named === undefined ? {} : { named: listed.named }) })
}

const readAtOnce = 500

/** What so many targets stand on is kept while a list is read: some 10 MB. The devices of a model version are scattered over the whole list. */
const mostKept = 2_000

/** Every device of an answer, those of these classes, by site, ward, model and asset tag; read as they are asked for. */
export async function* devicesOfAnswer(
  open: OpenAnswer,
  verdicts?: readonly Verdict[],
): AsyncGenerator<AnsweredDevice> {
  const kept = new Map<number, Whys>()
  let after: Place | undefined
  while (true) {
    const rows = await sliceOf(open, verdicts, { limit: readAtOnce, after })
    if (kept.size > mostKept) kept.clear()
    const others = placesShown(open, rows).filter((place) => !kept.has(place))
    for (const [place, whys] of await whysAt(open, others)) kept.set(place, whys)
    yield* withWhys(open, rows, kept)
    after = rows.slice(-1).map(({ place }) => place)
    if (rows.length < readAtOnce) return
  }
}

/** The places of the targets that these devices belong to; none where a question about devices found them. */
export function placesShown({ listed }: OpenAnswer, rows: readonly DeviceRow[]): number[] {
  return listed.are === 'found' ? [] : placesOfDevices(listed.judgement, rows).flatMap((place) => place ?? [])
}

/** Devices with their class and what it stands on; the evidence is read where it is not at hand. */
export async function answered(
  open: OpenAnswer,
  rows: readonly PlacedDevice[],
  evidence?: EvidenceByPlace,
): Promise<AnsweredDevice[]> {
  return withWhys(open, rows, await whysAt(open, placesShown(open, rows), evidence))
}

async function whysAt(
  { trx, fleet, listed }: OpenAnswer,
  shown: readonly number[],
  evidence?: EvidenceByPlace,
): Promise<ReadonlyMap<number, Whys>> {
  if (listed.are === 'found' || shown.length === 0) return new Map()
  const { judgement } = listed
  const read = evidence ?? (await evidenceAt(trx, judgement, shown))
  return whysOf(trx, judgement, { fleet, places: [...new Set(shown)], evidence: read })
}

function withWhys(
  { listed }: OpenAnswer,
  placed: readonly PlacedDevice[],
  whys: ReadonlyMap<number, Whys>,
): AnsweredDevice[] {
  const rows = placed.map(({ place: _place, ...row }): DeviceRow => row)
  if (listed.are === 'found') return rows.map((row) => ({ ...withoutNulls(row), verdict: null, why: [], whyTotal: 0 }))
  const { rulingAt } = listed.judgement
  const places = placesOfDevices(listed.judgement, rows)
  return rows.map((row, index) => {
    const place = places[index] ?? -1
    const ruling = rulingAt(place)
    if (ruling === undefined) throw new Error(`device ${row.deviceId} is in scope and in no class`)
    const { why = [], whyTotal = 0 } = whys.get(place) ?? {}
    return { ...withoutNulls(row), verdict: ruling.verdict, reason: ruling.reason, why, whyTotal }
  })
}
