import { deviceKey, makerKey } from '../model/index.ts'
import type { AdvisoryDocument, AdvisoryProduct } from '../model/index.ts'
import { makersOf } from '../csaf/index.ts'
import type { OwnModelVersion, RemediationRow, RemediationState } from '../store/index.ts'
import { advisoryVerdicts, isOpen, workOn } from './advisory-judgement.ts'
import type { AdvisoryVerdict, AssetJudged } from './advisory-judgement.ts'

/** A model version of the fleet that an advisory names. */
export interface ModelJudged extends OwnModelVersion {
  readonly judged: AssetJudged
}

/** A product of a maker in the fleet that is no model of the fleet; perhaps it is one under another name. */
export interface UnmatchedProduct {
  readonly product: string
  readonly maker: string
  readonly nearest: readonly string[]
}

/** What an advisory means for a fleet. Devices are counted by their worst flaw; states by device and flaw where something is to be done. */
export interface AdvisoryFleet {
  readonly verdicts: { readonly [Verdict in AdvisoryVerdict]?: number }
  readonly states: { readonly [State in RemediationState]?: number }
  readonly unmatched: readonly UnmatchedProduct[]
}

const maxUnmatched = 50
const maxNearest = 3

/** Counts by model versions and corrects for devices of which something was said by itself. */
export function fleetOfAdvisory(
  document: AdvisoryDocument,
  named: readonly ModelJudged[],
  { models, said }: { readonly models: readonly OwnModelVersion[]; readonly said: readonly RemediationRow[] },
): AdvisoryFleet {
  const verdicts: { [Verdict in AdvisoryVerdict]?: number } = {}
  const states: { [State in RemediationState]?: number } = {}
  for (const { judged, devices, modelVersionId } of named) {
    const worst = advisoryVerdicts.find((verdict) => judged.flaws.some((flaw) => flaw.verdict === verdict))
    if (worst !== undefined) verdicts[worst] = (verdicts[worst] ?? 0) + devices
    for (const flaw of judged.flaws.filter(isOpen)) {
      const usual = workOn(flaw, said, { modelVersionId }).state
      const apart = said.filter(
        (row) => row.deviceId !== undefined && row.flaw === flaw.id && row.modelVersionId === modelVersionId,
      )
      states[usual] = (states[usual] ?? 0) + Math.max(0, devices - apart.length)
      for (const { deviceId = '' } of apart) {
        const { state } = workOn(flaw, said, { deviceId, modelVersionId })
        states[state] = (states[state] ?? 0) + 1
      }
    }
  }
  return { verdicts, states, unmatched: unmatchedIn(document, named, models) }
}

function unmatchedIn(
  document: AdvisoryDocument,
  named: readonly ModelJudged[],
  models: readonly OwnModelVersion[],
): readonly UnmatchedProduct[] {
  const met = new Set(named.flatMap(({ judged }) => judged.met.map(({ productId }) => productId)))
  const meant = new Set(
    document.flaws.flatMap(({ standings }) =>
      standings
        .filter(({ status }) => status !== 'notAffected' && status !== 'fixed')
        .map(({ productId }) => productId),
    ),
  )
  const unmatched = new Map<string, UnmatchedProduct>()
  for (const product of document.products) {
    if (met.has(product.id) || !meant.has(product.id) || unmatched.size >= maxUnmatched) continue
    const makers = new Set(makersOf(product.maker ?? '').map(({ maker }) => makerKey(maker)))
    const ofMaker = models.filter(({ makerKey: key }) => makers.has(key))
    const name = product.product ?? product.name
    if (ofMaker.length > 0)
      unmatched.set(name, { product: name, maker: product.maker ?? '', nearest: nearestOf(product, ofMaker) })
  }
  return [...unmatched.values()]
}

/** The models that share most words with a product. */
function nearestOf(
  { product, name, maker = '' }: AdvisoryProduct,
  models: readonly OwnModelVersion[],
): readonly string[] {
  const words = wordsOf(maker, product ?? name)
  const names = [...new Set(models.map(({ model }) => model))]
  const scored = names.map((model) => {
    const own = wordsOf(maker, model)
    const shared = [...own].filter((word) => words.has(word)).length
    return { model, score: shared / Math.max(1, Math.min(words.size, own.size)) }
  })
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.model < b.model ? -1 : 1))
    .slice(0, maxNearest)
    .map(({ model }) => model)
}

function wordsOf(maker: string, model: string): ReadonlySet<string> {
  const key = deviceKey(maker, model)?.split('/').at(-1) ?? ''
  return new Set(key.split('-').filter((word) => word.length > 1))
}
