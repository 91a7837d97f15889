import { isWhollyComplete } from '../../model/index.ts'
import type { SbomFormat } from '../../model/index.ts'
import { toDate } from '../dates.ts'
import type { Checked, Standing } from './checklist.ts'

/** How an SBOM stands to what is asked of the document as a whole. */
export const document = {
  author: ({ sbom }: Checked) => toldIf(sbom.authors.length > 0),
  authorContact: ({ sbom }: Checked) => toldIf((sbom.contacts ?? []).length > 0),
  timestamp: ({ sbom }: Checked) => toldIf(sbom.createdAt !== undefined && toDate(sbom.createdAt) !== undefined),
  tool: ({ sbom }: Checked) => toldIf(sbom.tools.length > 0),
  context: ({ sbom }: Checked) => toldIf((sbom.phases ?? []).length > 0),
  subject: ({ sbom }: Checked) => toldIf(sbom.root !== undefined),
  documentUri: ({ sbom }: Checked) => toldIf(sbom.documentId !== undefined),
  noFlaws: ({ sbom }: Checked) => toldIf((sbom.flawStatements ?? 0) === 0),
  completeness,
  coverage,
  depth,
} satisfies Readonly<Record<string, (checked: Checked) => Standing>>

function toldIf(isTold: boolean): Standing {
  return isTold ? 'told' : 'missing'
}

/** Known unknowns: the document says where its knowledge ends, whatever it says. */
function completeness({ sbom }: Checked): Standing {
  const stated = [...sbom.completeness, ...(sbom.dependencyCompleteness ?? [])]
  return toldIf(stated.some(({ aggregate }) => aggregate !== 'notSpecified'))
}

/** All of it is listed; where the document says that something is left out, that is told openly. */
function coverage(checked: Checked): Standing {
  if (isWhollyComplete(checked.sbom)) return 'told'
  return completeness(checked) === 'told' ? 'openlyUnknown' : 'missing'
}

/** Something below the first level is told, or everything is said to be. */
function depth({ sbom }: Checked): Standing {
  if (sbom.components.length <= 2 || isWhollyComplete(sbom)) return 'told'
  const isDeep = sbom.relations.some(({ from, kind }) => from !== sbom.root && kind !== 'other')
  if (isDeep) return 'told'
  return completeness({ sbom, related: new Set() }) === 'told' ? 'openlyUnknown' : 'missing'
}

/** The least version of each format that a checklist takes; 0 takes any. */
export function formatFrom(least: Readonly<Partial<Record<SbomFormat['name'], string>>>) {
  return ({ sbom: { format } }: Checked): Standing => {
    const from = least[format.name]
    return toldIf(from !== undefined && isAtLeast(format.version, from))
  }
}

/** Versions of formats are short numbers with dots. */
function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split('.', 4).map((part) => Number.parseInt(part, 10) || 0))
  for (const [place, wanted] of (need ?? []).entries()) {
    const is = have?.[place] ?? 0
    if (is !== wanted) return is > wanted
  }
  return true
}
