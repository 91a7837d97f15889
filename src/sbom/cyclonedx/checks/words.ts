/** The lists of words of CycloneDX 1.0 to 1.7. A newer word in an older document misleads nobody, so versions are not told apart. */

export const phases = ['design', 'pre-build', 'build', 'post-build', 'operations', 'discovery', 'decommission'] as const

export const scopes = ['required', 'optional', 'excluded'] as const

export const patchTypes = ['unofficial', 'monkey', 'backport', 'cherry-pick'] as const

export const issueTypes = ['defect', 'enhancement', 'security'] as const

export const dataFlows = ['inbound', 'outbound', 'bi-directional', 'unknown'] as const

export const dataTypes = ['source-code', 'configuration', 'dataset', 'definition', 'other'] as const

export const acknowledgements = ['declared', 'concluded'] as const

export const sharingLevels = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_AND_STRICT', 'RED'] as const

export const identityFields = ['group', 'name', 'version', 'purl', 'cpe', 'omniborId', 'swhid', 'swid', 'hash'] as const

export const techniques = [
  'source-code-analysis',
  'binary-analysis',
  'manifest-analysis',
  'ast-fingerprint',
  'hash-comparison',
  'instrumentation',
  'dynamic-analysis',
  'filename',
  'attestation',
  'other',
] as const

/** Hexadecimal digits of each digest; undefined where the algorithm has digests of several lengths. */
export const digitsByAlgorithm: Readonly<Record<string, number | undefined>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-384': 96,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-384': 96,
  'SHA3-512': 128,
  'BLAKE2b-256': 64,
  'BLAKE2b-384': 96,
  'BLAKE2b-512': 128,
  BLAKE3: undefined,
  'Streebog-256': 64,
  'Streebog-512': 128,
}

export const referenceTypes = [
  'vcs',
  'issue-tracker',
  'website',
  'advisories',
  'bom',
  'mailing-list',
  'social',
  'chat',
  'documentation',
  'support',
  'source-distribution',
  'distribution',
  'distribution-intake',
  'license',
  'build-meta',
  'build-system',
  'release-notes',
  'security-contact',
  'model-card',
  'log',
  'configuration',
  'evidence',
  'formulation',
  'attestation',
  'threat-model',
  'adversary-model',
  'risk-assessment',
  'vulnerability-assertion',
  'exploitability-statement',
  'pentest-report',
  'static-analysis-report',
  'dynamic-analysis-report',
  'runtime-analysis-report',
  'component-analysis-report',
  'maturity-report',
  'certification-report',
  'codified-infrastructure',
  'quality-metrics',
  'poam',
  'electronic-signature',
  'digital-signature',
  'rfc-9116',
  'patent',
  'patent-family',
  'patent-assertion',
  'citation',
  'other',
] as const
