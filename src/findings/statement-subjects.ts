import { isWholeDigest, makerKey, modelKey, parseCpe, parsePurl, versionKey } from '../model/index.ts'
import type { Component, Cpe, ProductNamed, StatementSubject, SubjectRange, VersionRange } from '../model/index.ts'
import { indexComponent } from './index-component.ts'

/**
 * Every way to recognise a product that is named as a whole. Only exact versions: one that is named by a range, and single devices (serial
 * numbers, patterns of model numbers), are recognised by nothing, so that a statement on some never speaks for others.
 */
export function subjectsOfProduct(product: ProductNamed): StatementSubject[] {
  if (product.serials.length > 0 || product.modelNumbers.some(isPattern)) return []
  if (product.versionRange !== undefined && product.version === undefined) return []
  const part = 'product'
  return [
    ...namesOf(product).map((model) => ({ part, model }) as const),
    ...sbomsOf(product).map((sbom) => ({ part, sbom }) as const),
    ...keysOf(product)
      .filter(({ version }) => version !== undefined)
      .map((key) => ({ part, key }) as const),
    ...product.hashes
      .filter(isWholeDigest)
      .map(({ algorithm, hex }) => ({ part, hash: `${algorithm}:${hex}` }) as const),
  ]
}

/** Qualifiers of a purl that tell where it comes from; any other (`arch`, `os`, `distro`) names some of that version only. */
const ofOrigin: ReadonlySet<string> = new Set(['checksum', 'download_url', 'file_name', 'repository_url', 'vcs_url'])

/**
 * The product without the purls that name some of a version only, and the CPEs of a version of its hardware: what is not affected there may be so with
 * other software, or elsewhere.
 */
export function withoutNamesOfSome(product: ProductNamed): ProductNamed {
  const isWhole = (text: string): boolean => {
    const purl = parsePurl(text)
    return purl?.type !== 'generic' || [...purl.qualifiers.keys()].every((name) => ofOrigin.has(name))
  }
  const isSoftware = (text: string): boolean => {
    const cpe = parseCpe(text)
    return cpe?.version.is !== 'value' || cpe.part.is !== 'value' || cpe.part.text !== 'h'
  }
  return { ...product, purls: product.purls.filter(isWhole), cpes: product.cpes.filter(isSoftware) }
}

/** Every way to recognise a part of a product. Named without a version, it is whatever version that product has. */
export function subjectsOfPart(named: ProductNamed): StatementSubject[] {
  if (named.versionRange !== undefined && named.version === undefined) return []
  const part = 'component'
  return [
    ...sbomsOf(named).map((sbom) => ({ part, sbom }) as const),
    ...keysOf(named).map((key) => ({ part, key }) as const),
    ...named.hashes.filter(isWholeDigest).map(({ algorithm, hex }) => ({ part, hash: `${algorithm}:${hex}` }) as const),
  ]
}

/** What a text says of versions: those that it means, and those that it may mean. */
export interface VersionsSaid {
  readonly ranges: readonly VersionRange[]
  readonly possible: readonly VersionRange[]
}

/** Any version stands for one that is not told: the name is what counts. */
const anyVersion = '1'

/**
 * The models of which a product is some versions: those that `said` tells, or, where nothing is said of versions, perhaps any. None where the product is
 * recognised by itself (one exact version, a digest, an SBOM) or is single devices.
 */
export function subjectsOfRange(product: ProductNamed, said: VersionsSaid | undefined): StatementSubject[] {
  if (product.version !== undefined || product.serials.length > 0 || product.modelNumbers.some(isPattern)) return []
  if (said === undefined && product.hashes.length + product.sbomIds.length > 0) return []
  const own = namesOf(product)
  if (said === undefined && own.length > 0) return []
  const ranges = said === undefined ? [{ reach: 'possible' } as const] : toSubjectRanges(said)
  return namesOf({ ...product, version: anyVersion }).flatMap(({ versionKey: _any, ...model }) =>
    ranges.map((range) => ({ part: 'product', model, range }) as const),
  )
}

function toSubjectRanges({ ranges, possible }: VersionsSaid): SubjectRange[] {
  const toRanges = (some: readonly VersionRange[], reach: SubjectRange['reach']): SubjectRange[] =>
    some.flatMap((range): SubjectRange[] => {
      if (range.is === 'notApplicable') return []
      if (range.is !== 'interval') return [{ reach: range.is === 'all' ? reach : 'possible' }]
      const { scheme, shape, lo, hi } = range
      return [{ reach, scheme, shape, lo, hi }]
    })
  return [...toRanges(ranges, 'inside'), ...toRanges(possible, 'possible')]
}

type Model = Required<NonNullable<StatementSubject['model']>>

function namesOf({ maker, model, version, purls, cpes, modelNumbers }: ProductNamed): Model[] {
  const stated = [model, ...modelNumbers].map((each) => toModel(maker, each, version))
  const ofPurls = purls
    .map(parsePurl)
    .flatMap((purl) =>
      purl?.type === 'generic' && purl.subpath === undefined
        ? [toModel(purl.namespace, purl.name, purl.version ?? version)]
        : [],
    )
  const ofCpes = cpes.map((text) => modelOfCpe(parseCpe(text), version))
  const all = [...stated, ...ofPurls, ...ofCpes].filter((each) => each !== undefined)
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
}

/** A CPE with more attributes than an update (an edition, a processor) speaks of some of that version only. */
function modelOfCpe(cpe: Cpe | undefined, stated: string | undefined): Model | undefined {
  if (cpe?.vendor.is !== 'value' || cpe.product.is !== 'value') return undefined
  const { vendor, product, version, update, edition, language, swEdition, targetSw, targetHw, other } = cpe
  if ([edition, language, swEdition, targetSw, targetHw, other].some(({ is }) => is === 'value')) return undefined
  const texts = [version, update].flatMap((each) => (each.is === 'value' ? [each.text] : []))
  return toModel(vendor.text, product.text, version.is === 'value' ? texts.join(' ') : stated)
}

/** Such a text stands for several models. */
function isPattern(text: string): boolean {
  return /[*?]/.test(text)
}

function toModel(maker: string | undefined, model: string | undefined, version: string | undefined): Model | undefined {
  if (maker === undefined || model === undefined || version === undefined) return undefined
  if (isPattern(model) || isPattern(version)) return undefined
  const named = { makerKey: makerKey(maker), modelKey: modelKey(model, maker), versionKey: versionKey(version) }
  return Object.values(named).includes('') ? undefined : named
}

function sbomsOf({ sbomIds, sbomRef, version, purls, cpes }: ProductNamed): NonNullable<StatementSubject['sbom']>[] {
  const isOnlyLinked = purls.length + cpes.length === 0 && version !== undefined
  return sbomIds.map((documentId) => ({
    documentId,
    ...(sbomRef === undefined ? {} : { ref: sbomRef }),
    ...(isOnlyLinked ? { version, versionKey: versionKey(version) } : {}),
  }))
}

function keysOf({ name, model, version, purls, cpes }: ProductNamed): NonNullable<StatementSubject['key']>[] {
  const component: Component = {
    ref: '',
    type: 'unknown',
    name: model ?? name,
    ...(version === undefined ? {} : { version }),
    purls,
    cpes,
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
  }
  const isNamedAlone = purls.length + cpes.length === 0
  const keys = indexComponent(component).keys.filter(({ key, tier }) =>
    isNamedAlone ? key.startsWith('name/') : tier <= 2,
  )
  return keys.map(({ key, scheme, shape, versionKey: sortKey }) => ({
    key,
    scheme,
    shape,
    ...(sortKey === undefined ? {} : { version: sortKey }),
  }))
}
