import type { Statement } from '../model/index.ts'

/** What is to be written: statements on one exact model version, each flaw in it and each of its parts at most once. */
export interface StatementsToWrite {
  /** Of the document: a UUID, which each format turns into an id of its own. */
  readonly documentUuid: string
  readonly publisher: { readonly name: string; readonly uuid: string }
  readonly product: { readonly maker: string; readonly model: string; readonly version: string }
  readonly statements: readonly Pick<
    Statement,
    | 'status'
    | 'vulnerability'
    | 'aliases'
    | 'component'
    | 'justification'
    | 'impact'
    | 'action'
    | 'remediation'
    | 'compensatingControl'
    | 'statedAt'
    | 'updatedAt'
  >[]
  /** ISO 8601. */
  readonly writtenAt: string
}

/** Writes one format of statements. What a format cannot hold is lost, and docs/vex.md lists it. */
export interface StatementWriter {
  readonly id: string
  /** The format in words for a person. */
  readonly format: string
  readonly source: string
  readonly mediaType: string
  readonly write: (given: StatementsToWrite) => object
}

/** Said where a format demands an action and nobody named one. */
export const noAction = 'No action is stated.'

/** What a person calls the product. */
export function nameOfProduct({ product: { maker, model, version } }: StatementsToWrite): string {
  return `${maker} ${model} ${version}`
}
