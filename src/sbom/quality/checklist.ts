import type { ChecklistId, Component, ComponentCheck, DocumentCheck, Sbom } from '../../model/index.ts'

/** `told`: it is there. `openlyUnknown`: the document says that it does not know. `notAsked`: nothing of this kind has it, or the format has no place for it. */
export type Standing = 'told' | 'missing' | 'openlyUnknown' | 'notAsked'

/** An SBOM with what its checks look up again and again. */
export interface Checked {
  readonly sbom: Sbom
  /** References of the components that some relation, or an assembly, places. */
  readonly related: ReadonlySet<string>
}

/** `must` fails where it is missing, `should` warns. */
interface Line {
  readonly demand: 'must' | 'should'
  readonly clause: string
}

export interface DocumentLine extends Line {
  readonly check: DocumentCheck
  readonly standing: (checked: Checked) => Standing
}

export interface ComponentLine extends Line {
  readonly check: ComponentCheck
  readonly standing: (component: Component, checked: Checked) => Standing
}

/** What one authority wants an SBOM to say at least, as lines that are looked up one by one. */
export interface Checklist {
  readonly id: ChecklistId
  readonly edition: string
  readonly source: string
  readonly document: readonly DocumentLine[]
  readonly component: readonly ComponentLine[]
}
