/** Lists of what an SBOM should say at least, by the short name of who wrote them. */
export const checklists = ['ntia', 'cisa', 'bsi', 'fda'] as const
export type ChecklistId = (typeof checklists)[number]

/** What is looked for. Of the whole document, or of each component. */
export const documentChecks = [
  'author',
  'authorContact',
  'timestamp',
  'tool',
  'context',
  'format',
  'subject',
  'depth',
  'completeness',
  'documentUri',
  'noFlaws',
] as const
export const componentChecks = [
  'name',
  'version',
  'supplier',
  'supplierContact',
  'identifier',
  'relation',
  'hash',
  'deployableHash',
  'licence',
  'licenceExpression',
  'fileName',
  'shape',
  'sourceUri',
  'deployableUri',
  'supportLevel',
  'endOfSupport',
] as const
export type DocumentCheck = (typeof documentChecks)[number]
export type ComponentCheck = (typeof componentChecks)[number]
export type QualityCheck = DocumentCheck | ComponentCheck

/** `warn`: what is recommended is missing, or what is demanded is honestly said not to be known. */
export type CheckOutcome = 'pass' | 'warn' | 'fail' | 'notApplicable'

/** One line of a checklist and how many fulfil it: components, or the one document. */
export interface QualityLine {
  readonly check: QualityCheck
  readonly about: 'document' | 'component'
  readonly demand: 'must' | 'should'
  /** Where the checklist says so. */
  readonly clause: string
  readonly counts: Readonly<Record<CheckOutcome, number>>
}

export interface ChecklistResult {
  readonly id: ChecklistId
  readonly edition: string
  readonly source: string
  readonly lines: readonly QualityLine[]
}

/** An SBOM beside the checklists, line by line. There is no grade: a long honest list is never worse than a short one. */
export interface SbomQuality {
  /** Components that were looked at: all that are on the device. */
  readonly components: number
  readonly checklists: readonly ChecklistResult[]
}

/** A component and what the checklists miss of it. */
export interface ComponentQuality {
  /** Its place in the document, from 0. */
  readonly ordinal: number
  readonly ref: string
  readonly name: string
  readonly version?: string
  readonly misses: readonly {
    readonly check: ComponentCheck
    readonly outcome: 'warn' | 'fail'
    readonly against: ChecklistId
  }[]
}
