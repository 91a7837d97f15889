import { isCsaf, readCsaf } from '../../csaf/index.ts'
import type { CsafDocument, CsafVulnerability } from '../../csaf/index.ts'
import { foldWords } from '../../model/index.ts'
import type { Advisory, AdvisoryDocument, AdvisoryFlaw, Severity } from '../../model/index.ts'
import { baseScore, cvssVersionOf } from '../cvss.ts'
import type { FeedRecord, RawRecord } from '../feed.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { malformed } from '../place.ts'
import { plainText, referenceList, summaryText } from '../text.ts'
import { readTargets } from './ranges.ts'
import { isShared } from './schema.ts'

const maxSeverities = 16
const maxProblems = 20

/** A CSAF document of any version, valid or not. */
export function recognises(raw: RawRecord): boolean {
  return raw.form === 'json' && isCsaf(raw.value)
}

/**
 * One document: one advisory for each of its flaws, and the document itself. A document that is not for everybody is told and left out. Throws
 * `FeedError` for what is no document, or has no id to be found by.
 */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form !== 'json') throw malformed(raw.at, 'it is no CSAF document')
  const reading = readCsaf(raw.value)
  if (reading.is === 'notCsaf') throw malformed(raw.at, reading.because)
  const { document } = reading
  if (document.tracking.id === '') throw malformed(raw.at, 'the document has no /document/tracking/id')
  const { tlp } = document
  if (!isShared(tlp))
    return {
      is: 'leftOut',
      name: raw.at.file,
      because: `TLP:${plainText(tlp ?? '').slice(0, 20)} is for those whom it was sent to`,
    }
  const key = keyOf(document)
  const flaws = toFlaws(document)
  const advisories = flaws.map(({ flaw, vulnerability, suffix }) =>
    toAdvisory(document, { key: `${key}/${suffix}`, flaw, vulnerability }),
  )
  return {
    is: 'document',
    document: toDocument(
      document,
      key,
      flaws.map(({ flaw }) => flaw),
    ),
    advisories,
  }
}

function keyOf({ publisher, tracking }: CsafDocument): string {
  const publishedBy = foldWords(publisher.name) || foldWords(publisher.namespace) || 'unnamed'
  return plainText(`${publishedBy}/${tracking.id.replaceAll('/', '%2f')}`).slice(0, 400)
}

interface Flaw {
  readonly flaw: AdvisoryFlaw
  readonly vulnerability: CsafVulnerability
  /** Stable over revisions: the identifier; where it comes twice, with its number. */
  readonly suffix: string
}

function toFlaws({ vulnerabilities, tracking }: CsafDocument): readonly Flaw[] {
  const seen = new Map<string, number>()
  return vulnerabilities.map((vulnerability) => {
    const { cve, otherIds, title, summary, standings, remediations, index } = vulnerability
    const id = plainText(cve ?? otherIds[0]?.text ?? `${tracking.id}#${index + 1}`).slice(0, 200)
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    const flaw = {
      id,
      summary: summaryText(summary),
      standings: [...standings].map(([productId, { status }]) => ({ productId, status })),
      remediations,
      ...(title !== undefined && { title }),
    }
    return { flaw, vulnerability, suffix: count === 1 ? id : `${id}/${count}` }
  })
}

function toAdvisory(
  document: CsafDocument,
  {
    key,
    flaw,
    vulnerability,
  }: { readonly key: string; readonly flaw: AdvisoryFlaw; readonly vulnerability: CsafVulnerability },
): { readonly advisory: Advisory; readonly fingerprint: string } {
  const { initialReleaseAt, currentReleaseAt } = document.tracking
  const { ranges, conditions, problems } = readTargets(document, vulnerability)
  const advisory: Advisory = {
    key,
    id: flaw.id,
    aliases: [],
    upstream: [],
    summary: summaryText(flaw.summary || flaw.title || document.title),
    ...(initialReleaseAt !== undefined && { publishedAt: initialReleaseAt }),
    withdrawn: document.category === 'csaf_withdrawn',
    severities: severitiesOf(vulnerability, document.publisher.name),
    references: referenceList([...document.references, ...vulnerability.references]),
    ranges,
    conditions,
    problems: [...problems, ...document.problems.map(({ place, message }) => `${place}: ${message}`)]
      .slice(0, maxProblems)
      .map((text) => plainText(text).slice(0, 400)),
  }
  const fingerprint = fingerprintOf(advisory) // without the date of the revision: one that changes nothing is not written again
  return {
    advisory: { ...advisory, ...(currentReleaseAt !== undefined && { modifiedAt: currentReleaseAt }) },
    fingerprint,
  }
}

function severitiesOf({ scores }: CsafVulnerability, publisher: string): readonly Severity[] {
  const severities = new Map<string, Severity>()
  for (const { vector, printedBase, source } of scores) {
    const cvssVersion = cvssVersionOf(vector)
    if (cvssVersion === undefined || severities.size >= maxSeverities) continue
    const text = plainText(vector).slice(0, 256)
    const base = baseScore(text)
    severities.set(text, {
      source: plainText(source ?? publisher).slice(0, 200),
      vector: text,
      cvssVersion,
      ...(base !== undefined && { base }),
      ...(printedBase !== undefined && { printedBase }),
    })
  }
  return [...severities.values()]
}

function toDocument(document: CsafDocument, key: string, flaws: readonly AdvisoryFlaw[]): AdvisoryDocument {
  const { tracking, publisher, category, title, summary, tlp, references, products, problems } = document
  return {
    key,
    trackingId: tracking.id,
    publisher,
    version: tracking.version,
    status: tracking.status,
    category,
    title,
    summary: summaryText(summary),
    ...(tlp !== undefined && { tlp }),
    ...(tracking.initialReleaseAt !== undefined && { initialReleaseAt: tracking.initialReleaseAt }),
    ...(tracking.currentReleaseAt !== undefined && { currentReleaseAt: tracking.currentReleaseAt }),
    references: referenceList(references),
    problems: problems.map(
      ({ place, message, test }) => `${place}: ${message}${test === undefined ? '' : ` (${test})`}`,
    ),
    products: [...products.values()],
    flaws,
  }
}
