import { makersOf } from '../csaf/index.ts'
import type { Asset } from '../csaf/index.ts'
import { makerKey } from '../model/index.ts'
import type { AdvisoryDocument, OrganisationId } from '../model/index.ts'
import { ownModelVersions } from '../store/index.ts'
import type { OwnModelVersion, Transaction } from '../store/index.ts'
import { judgeAsset } from './advisory-judgement.ts'
import type { AssetJudged } from './advisory-judgement.ts'
import { withoutNulls } from './without-nulls.ts'

/** More model versions of some makers than any hospital has. */
const maxModelVersions = 20_000

/** A model version of the fleet that an advisory names. */
export interface ModelJudged extends OwnModelVersion {
  readonly judged: AssetJudged
}

/** The model versions that devices in scope are of, or were seen to be, of the makers that some documents name. */
export async function modelsOfMakersIn(
  trx: Transaction,
  organisationId: OrganisationId,
  documents: readonly AdvisoryDocument[],
): Promise<OwnModelVersion[]> {
  const makerKeys = [...new Set(documents.flatMap(makersIn))]
  return ownModelVersions(trx, organisationId, { makerKeys, limit: maxModelVersions })
}

/** The makers that the products of a document may be of, folded. */
function makersIn({ products }: AdvisoryDocument): readonly string[] {
  return [...new Set(products.map(({ maker }) => maker ?? ''))].flatMap((maker) =>
    makersOf(maker).map((named) => makerKey(named.maker)),
  )
}

/** The model versions that a document names, with what it says of each. */
export function judgeModels(document: AdvisoryDocument, models: readonly OwnModelVersion[]): readonly ModelJudged[] {
  const makers = new Set(makersIn(document))
  return models.flatMap((own) => {
    if (!makers.has(own.makerKey)) return []
    const judged = judgeAsset(document, assetOf(own))
    return judged.met.length === 0 ? [] : [{ ...own, judged }]
  })
}

/** A model version, or a device as one, as advisories are met with it. */
export function assetOf({ maker, model, version }: Pick<OwnModelVersion, 'maker' | 'model' | 'version'>): Asset {
  return withoutNulls({ maker, model, version })
}
