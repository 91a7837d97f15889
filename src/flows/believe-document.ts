import type { StatementsReading } from '../assurance/index.ts'
import { foldWords, makerKey } from '../model/index.ts'
import type { Problem, StatementRole } from '../model/index.ts'

type DocumentRead = Extract<StatementsReading, { is: 'read' }>

export interface Believed {
  readonly role: StatementRole
  readonly problems: readonly Problem[]
}

/**
 * As whose word a document counts. What it says of itself is believed only where the name of its author agrees: a maker's with every maker that is
 * spoken of (`makers`, as they are compared), a coordinator's with a house that coordinates. Nobody is this hospital by saying so. Who says whose it is
 * when adding it is believed in any case. Nothing told: a supplier's, which clears no whole product.
 */
export function believeDocument(
  { source, statements, problems }: DocumentRead,
  makers: ReadonlySet<string>,
  asked?: StatementRole,
): Believed {
  if (asked !== undefined) return { role: asked, problems }
  const author = source.author ?? ''
  const isMaker = makers.size > 0 && [...makers].every((maker) => isOfHouse(author, maker))
  const isNamed = statements.some(({ product }) => product.maker !== undefined)
  if (isMaker && (source.role === 'maker' || (source.role === undefined && isNamed))) return { role: 'maker', problems }
  if (source.role === 'coordinator' && isCoordinator(author)) return { role: 'coordinator', problems }
  if (source.role === 'supplier') return { role: 'supplier', problems }
  return { role: 'supplier', problems: [...problems, { severity: 'doubt', place: '/', message: doubtOf(source) }] }
}

function doubtOf({ author, role }: DocumentRead['source']): string {
  const name = author === undefined ? undefined : `"${author.slice(0, 200)}"`
  const reason =
    name === undefined
      ? 'nobody is named as author'
      : role === 'coordinator' || role === 'hospital'
        ? `${name} calls itself ${role === 'hospital' ? 'a user' : 'a coordinator'}, which anybody can`
        : `${name} is not known to be the maker of all that is spoken of`
  return `${reason}, so this counts as the word of a component's supplier; say whose it is (role) when adding it`
}

/** What the part of a house that writes advisories is called. */
const desks = new Set([
  'productcert',
  'psirt',
  'cert',
  'csirt',
  'product',
  'security',
  'cybersecurity',
  'team',
  'office',
  'response',
])

/** `Siemens ProductCERT` speaks for `Siemens Healthineers`; `Maker of Shoes` does not for `Maker`, nor `General Dynamics` for `General Electric`. */
function isOfHouse(author: string, maker: string): boolean {
  const words = makerKey(author).split('-')
  const house = makerKey(words.filter((word) => !desks.has(word)).join(' '))
  return house !== '' && (house === maker || maker.startsWith(`${house}-`))
}

/** Public bodies that publish advisories on the products of others, by what their names hold. */
const coordinators =
  /(?:^|-)(?:cisa|cert|csirt|jpcert|uscert|cybersecurity-and-infrastructure|enisa|ncsc|bsi|anssi)(?:-|$)/

function isCoordinator(author: string): boolean {
  return coordinators.test(foldWords(author))
}
