import { sql } from 'kysely'
import type { OrganisationId } from '../model/index.ts'
import { storable } from './copy.ts'
import { StoreError } from './error.ts'
import type { Transaction } from './transaction.ts'

export interface Organisation {
  readonly organisationId: OrganisationId
  readonly name: string
}

/** Every organisation, oldest first. Only the owner sees them all. */
export async function listOrganisations(trx: Transaction): Promise<Organisation[]> {
  const { rows } = await sql<Organisation>`
    select organisation_id as "organisationId", name from organisation order by created_at, organisation_id`.execute(
    trx.query,
  )
  return rows
}

/** Makes an organisation of this name, or gives the one that has it. */
export async function addOrganisation(
  trx: Transaction,
  organisationId: OrganisationId,
  name: string,
): Promise<Organisation> {
  await sql`lock table organisation in share row exclusive mode`.execute(trx.query)
  const known = (await listOrganisations(trx)).find((each) => each.name === storable(name))
  if (known !== undefined) return known
  await sql`insert into organisation (organisation_id, name) values (${organisationId}, ${storable(name)})`.execute(
    trx.query,
  )
  return { organisationId, name: storable(name) }
}

/** The organisation meant by a name or id; by nothing, when there is only one. */
export function chooseOrganisation(all: readonly Organisation[], asked: string | undefined): Organisation {
  const [first, ...others] = all.filter(
    (each) => asked === undefined || each.organisationId === asked || isSameName(each.name, asked),
  )
  if (first !== undefined && others.length === 0) return first
  const known = all.map((each) => `"${each.name}"`).join(', ')
  const what =
    asked === undefined
      ? 'there are several organisations'
      : first === undefined
        ? `no organisation is named "${asked}"`
        : `several organisations are named "${asked}"`
  throw new StoreError(
    'organisationInvalid',
    `${what}: name one by its name or id, with --organisation or in an address as organisation=NAME (known: ${known === '' ? 'none' : known})`,
  )
}

/** Made once: comparing 300 names took 3 ms of each request when each comparison made its own. */
const names = new Intl.Collator(undefined, { sensitivity: 'accent' })

function isSameName(a: string, b: string): boolean {
  return names.compare(a, b) === 0
}
