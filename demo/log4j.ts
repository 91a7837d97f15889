import type { Ingredient, Truth } from './ingredient.ts'
import type { Part } from './part.ts'
import { debianPart } from './software.ts'

const group = 'org.apache.logging.log4j'
const affected: Truth = { verdict: 'affected' }
const notAffected: Truth = { verdict: 'notAffected' }

/** log4j-core and its interface, as a build tool lists them. */
export function log4jCore(version: '2.11.1' | '2.14.1' | '2.15.0' | '2.17.1'): Ingredient {
  const isFixed = version === '2.15.0' || version === '2.17.1'
  return withLog4j(isFixed ? notAffected : affected, log4jPart('log4j-core', version), log4jPart('log4j-api', version))
}

/** Only the interface, which looks nothing up: the classic false alarm. */
export const log4jInterface: Ingredient = {
  parts: [log4jPart('log4j-api', '2.14.1'), log4jPart('log4j-to-slf4j', '2.14.1')],
}

/** A list made by hand: a CPE and no package URL. */
export const log4jByCpe = withLog4j(affected, {
  type: 'library',
  name: 'Apache Log4j',
  version: '2.13.3',
  supplier: 'Apache Software Foundation',
  cpe: 'cpe:2.3:a:apache:log4j:2.13.3:*:*:*:*:*:*:*',
  within: 'application',
})

/** The first generation, which has other flaws but not this one. */
export const log4jFirstGeneration = withLog4j(notAffected, {
  type: 'library',
  name: 'Apache Log4j 1',
  version: '1.2.17',
  supplier: 'Apache Software Foundation',
  cpe: 'cpe:2.3:a:apache:log4j:1.2.17:*:*:*:*:*:*:*',
  within: 'application',
})

/** Debian's own package of it, which answers to Debian's list. */
export const log4jOfDebian = withLog4j(affected, debianPart(['liblog4j2-java', '2.13.3-1', 'apache-log4j2']))

export const log4jWithoutVersion = withLog4j(
  { verdict: 'unknown', because: ['versionUnknown'] },
  { type: 'library', group, name: 'log4j-core', purl: `pkg:maven/${group}/log4j-core`, within: 'application' },
)

/** Nothing but a word in a list. */
export const log4jByName = withLog4j(
  { verdict: 'unknown', because: ['nameOnly'] },
  { type: 'library', name: 'log4j', version: '2.14.1', within: 'application' },
)

function withLog4j(truth: Truth, ...parts: readonly Part[]): Ingredient {
  return { parts, truths: { 'CVE-2021-44228': truth } }
}

function log4jPart(name: string, version: string): Part {
  const purl = `pkg:maven/${group}/${name}@${version}?type=jar`
  return { type: 'library', group, name, version, supplier: 'Apache Software Foundation', purl, within: 'application' }
}
