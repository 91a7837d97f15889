import { useQuery } from '@tanstack/react-query'
import type { DeviceDetail, SbomSummary } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { sbomQuery } from '../queries.ts'
import { depthQuery, sbomsOfModelQuery } from '../said-queries.ts'

export type DeviceSbom = DeviceDetail['sboms'][number]

/** What reading an SBOM remarked, once somebody wants to see it. */
export function useProblems(sbomId: number) {
  return useQuery(sbomQuery(sbomId, useAsker()))
}

/** How deep an SBOM goes, once somebody wants to see it. */
export function useDepth(sbomId: number) {
  return useQuery(depthQuery(sbomId, useAsker()))
}

/** The SBOM that described a model version before this one; undefined while that is not known, and where there was none. */
export function usePrevious(sbom: DeviceSbom, modelVersionId: number): SbomSummary | undefined {
  const isOfModel = sbom.of === 'modelVersion' && modelVersionId !== 0
  const { data } = useQuery({ ...sbomsOfModelQuery(modelVersionId, useAsker()), enabled: isOfModel })
  return data === undefined ? undefined : previousOf(sbom, data)
}

/** The one that it took the place of; else the latest that was taken back before it came. SBOMs that stand beside it are none. */
export function previousOf(
  { sbomId, addedAt }: Pick<DeviceSbom, 'sbomId' | 'addedAt'>,
  sboms: readonly SbomSummary[],
): SbomSummary | undefined {
  const retired = sboms.filter((each) => each.retiredAt !== undefined && each.sbomId !== sbomId)
  const replaced = retired.find((each) => each.replacedBy === sbomId)
  return replaced ?? retired.find((each) => Date.parse(each.addedAt) <= Date.parse(addedAt))
}

export function nameOfSbom({ fileName, sha256 }: Pick<DeviceSbom, 'fileName' | 'sha256'>): string {
  return fileName ?? `${sha256.slice(0, 12)}…`
}
