import { useQuery } from '@tanstack/react-query'
import type { DeviceDetail, SbomQuality, SbomSummary } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { sbomQuery } from '../queries.ts'
import type { Formats } from '../formats.ts'
import { depthQuery, qualityQuery, sbomsOfModelQuery } from '../said-queries.ts'
import type { Words } from '../words/en.ts'

interface Speech {
  readonly words: Words
  readonly formats: Formats
}

export type DeviceSbom = DeviceDetail['sboms'][number]

/** What reading an SBOM remarked, once somebody wants to see it. */
export function useProblems(sbomId: number) {
  return useQuery(sbomQuery(sbomId, useAsker()))
}

/** How deep an SBOM goes, once somebody wants to see it. */
export function useDepth(sbomId: number) {
  return useQuery(depthQuery(sbomId, useAsker()))
}

/** The same SBOM beside checklists of minimum elements. */
export function useQuality(sbomId: number) {
  return useQuery(qualityQuery(sbomId, useAsker()))
}

type QualityLine = SbomQuality['checklists'][number]['lines'][number]

/** Lines of a checklist that are not wholly met, in its order: these are worth asking the maker for. */
export function missesOf(lines: readonly QualityLine[]): readonly QualityLine[] {
  return lines.filter(({ counts }) => counts.fail + counts.warn > 0)
}

/** `2 of 7`: how many of those asked have what a line looks for. */
export function metOf({ counts }: QualityLine, { words, formats }: Speech): string {
  const asked = counts.pass + counts.warn + counts.fail
  return words.device.met(formats.count(counts.pass), formats.count(asked))
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
