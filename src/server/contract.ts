/**
 * What passes over HTTP: one schema for each body, which validates, types and documents it. The web pages import nothing else of the source.
 * Texts for people stand in `says`, in the language asked for (`lang`, else `Accept-Language`); programs read the codes beside them.
 */
export * from './contract/alias.ts'
export * from './contract/answer.ts'
export * from './contract/assets-report.ts'
export * from './contract/component.ts'
export * from './contract/device.ts'
export * from './contract/health.ts'
export * from './contract/job.ts'
export * from './contract/lifecycle.ts'
export * from './contract/model.ts'
export * from './contract/organisation.ts'
export * from './contract/page.ts'
export * from './contract/problem.ts'
export * from './contract/sbom-diff.ts'
export * from './contract/provider.ts'
export * from './contract/sbom.ts'
export * from './contract/statement.ts'
export * from './contract/signature.ts'
export * from './contract/verdict.ts'
export * from './contract/vulnerability.ts'
export * from './contract/why.ts'
