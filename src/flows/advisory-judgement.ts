import { meetProduct } from '../csaf/index.ts'
import type { Asset, Meeting } from '../csaf/index.ts'
import type { AdvisoryDocument, AdvisoryFlaw, AdvisoryProduct, ProductStatus } from '../model/index.ts'
import type { RemediationRow, RemediationState } from '../store/index.ts'

/** What an advisory says of an asset and one of its flaws, the worst first. `possible`: product or version is in doubt. `outside`: the version is not meant. */
export const advisoryVerdicts = [
  'affected',
  'possible',
  'underInvestigation',
  'unknown',
  'fixed',
  'notAffected',
  'outside',
] as const
export type AdvisoryVerdict = (typeof advisoryVerdicts)[number]

/** A product of an advisory that meets an asset, with the evidence. */
export interface ProductMet extends Meeting {
  readonly productId: string
  readonly product: string
  /** `vendor Philips › product_name IntelliVue MX700`. */
  readonly path: string
}

/** One flaw of an advisory on one asset. */
export interface FlawOfAsset {
  readonly id: string
  readonly verdict: AdvisoryVerdict
  /** What the advisory asks to be done, for the products that are met. */
  readonly remedies: readonly string[]
}

export interface AssetJudged {
  readonly met: readonly ProductMet[]
  readonly flaws: readonly FlawOfAsset[]
}

/** What a document says of an asset: which of its products that is, and for each flaw of these the worst. Empty where it is none of them. */
export function judgeAsset(document: AdvisoryDocument, asset: Asset): AssetJudged {
  const products = new Map(document.products.map((product) => [product.id, product]))
  const meetings = new Map<string, ProductMet>()
  for (const product of document.products) {
    const meeting = meetProduct(product, asset, products)
    if (meeting !== undefined)
      meetings.set(product.id, { ...meeting, productId: product.id, product: product.name, path: pathOf(product) })
  }
  if (meetings.size === 0) return { met: [], flaws: [] }
  return { met: [...meetings.values()], flaws: document.flaws.flatMap((flaw) => judgeFlaw(flaw, meetings)) }
}

/** The same for a device that may be any of several assets: of each flaw the worst. */
export function judgeAssets(document: AdvisoryDocument, assets: readonly Asset[]): AssetJudged {
  return worstOfAssets(assets.map((asset) => judgeAsset(document, asset)))
}

/** What is said of a device that may be any of several assets: of each flaw the worst, and whatever any of them is asked to have done. */
export function worstOfAssets(each: readonly AssetJudged[]): AssetJudged {
  const [only] = each
  if (only !== undefined && each.length === 1) return only
  const flaws = Map.groupBy(
    each.flatMap((judged) => judged.flaws),
    ({ id }) => id,
  )
  return { met: each.flatMap((judged) => judged.met), flaws: [...flaws.values()].flatMap(worstOf) }
}

function worstOf(flaws: readonly FlawOfAsset[]): FlawOfAsset[] {
  const [worst] = flaws.toSorted((a, b) => advisoryVerdicts.indexOf(a.verdict) - advisoryVerdicts.indexOf(b.verdict))
  return worst === undefined
    ? []
    : [{ ...worst, remedies: [...new Set(flaws.flatMap(({ remedies }) => remedies))].sort() }]
}

function pathOf({ path }: AdvisoryProduct): string {
  return path.map(({ category, name }) => `${category} ${name}`).join(' › ')
}

function judgeFlaw(flaw: AdvisoryFlaw, meetings: ReadonlyMap<string, ProductMet>): FlawOfAsset[] {
  const said = flaw.standings.flatMap(({ productId, status }) => {
    const meeting = meetings.get(productId)
    return meeting === undefined ? [] : [{ productId, verdict: toVerdict(status, meeting) }]
  })
  if (said.length === 0) return []
  const verdict = advisoryVerdicts.find((each) => said.some((one) => one.verdict === each)) ?? 'outside'
  const meant = new Set(said.filter((one) => one.verdict !== 'outside').map(({ productId }) => productId))
  return [{ id: flaw.id, verdict, remedies: remediesFor(flaw, meant) }]
}

/** A status speaks of exactly the versions that are named: only for "affected" a doubt counts. */
function toVerdict(status: ProductStatus, { isSure, versions }: Meeting): AdvisoryVerdict {
  if (versions === 'outside') return 'outside'
  const isExact = isSure && versions === 'inside'
  if (status === 'contradictory') return 'possible'
  if (status === 'affected') return isExact ? 'affected' : 'possible'
  return isExact ? status : 'outside'
}

function remediesFor({ remediations }: AdvisoryFlaw, productIds: ReadonlySet<string>): readonly string[] {
  const meant = remediations.filter((each) => each.productIds.some((id) => productIds.has(id)))
  const texts = meant.map(({ category, details, url }) =>
    [`${category}: ${details}`, ...(url === undefined ? [] : [url])].join(' '),
  )
  return [...new Set(texts)].sort()
}

/** Where the work on a flaw stands. */
export interface WorkState {
  readonly state: RemediationState
  readonly note?: string
  readonly author?: string
  readonly setAt?: string
  /** The advisory asks for something else than when the state was set: what was said then, what is asked now and was not, and the other way round. */
  readonly raisedAgain?: {
    readonly was: RemediationState
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }
}

/** The state that people set, for the device itself or for its model version; it stands over revisions that ask for the same. */
export function workOn(
  flaw: FlawOfAsset,
  said: readonly RemediationRow[],
  { deviceId, modelVersionId }: { readonly deviceId?: string; readonly modelVersionId: number },
): WorkState {
  const ofFlaw = said.filter((row) => row.flaw === flaw.id)
  const own = deviceId === undefined ? undefined : ofFlaw.find((row) => row.deviceId === deviceId)
  const row = own ?? ofFlaw.find((each) => each.deviceId === undefined && each.modelVersionId === modelVersionId)
  if (row === undefined) return { state: 'notRemediated' }
  const { state, note, author, setAt } = row
  const added = flaw.remedies.filter((text) => !row.remedies.includes(text))
  const removed = row.remedies.filter((text) => !flaw.remedies.includes(text))
  if (state === 'notRemediated' || (added.length === 0 && removed.length === 0)) return { state, note, author, setAt }
  return { state: 'notRemediated', note, author, setAt, raisedAgain: { was: state, added, removed } }
}

/** Whether somebody has something to do: the advisory says or cannot exclude that the asset is affected. */
export function isOpen({ verdict }: FlawOfAsset): boolean {
  return verdict === 'affected' || verdict === 'possible'
}
