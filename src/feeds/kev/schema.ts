import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { maybe } from '../schema.ts'

/*
 * What Auscult takes from CISA's catalogue.
 * Source: https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json
 */
const day = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'

const KnownExploited = Type.Object({
  cveID: Type.String({ pattern: '^CVE-[0-9]{4}-[0-9]{4,19}$' }),
  vulnerabilityName: maybe(Type.String()),
  dateAdded: Type.String({ pattern: day }),
  dueDate: maybe(Type.String()),
  knownRansomwareCampaignUse: maybe(Type.String()),
})
export const knownExploited = Compile(KnownExploited)

const Catalogue = Type.Object({ catalogVersion: Type.String(), dateReleased: maybe(Type.String()) })
export const catalogue = Compile(Catalogue)
