/** The lists of words of the parts of CycloneDX that `asset-kinds.ts` has, 1.5 to 1.7. */

export const learningApproaches = [
  'supervised',
  'unsupervised',
  'reinforcement-learning',
  'semi-supervised',
  'self-supervised',
] as const

export const energyActivities = [
  'design',
  'data-collection',
  'data-preparation',
  'training',
  'fine-tuning',
  'validation',
  'deployment',
  'inference',
  'other',
] as const

export const energySources = [
  'coal',
  'oil',
  'natural-gas',
  'nuclear',
  'wind',
  'solar',
  'geothermal',
  'hydropower',
  'biofuel',
  'unknown',
  'other',
] as const

export const cryptoAssets = ['algorithm', 'certificate', 'protocol', 'related-crypto-material'] as const

export const primitives = [
  'drbg',
  'mac',
  'block-cipher',
  'stream-cipher',
  'signature',
  'hash',
  'pke',
  'xof',
  'kdf',
  'key-agree',
  'kem',
  'ae',
  'combiner',
  'key-wrap',
  'other',
  'unknown',
] as const

export const environments = [
  'software-plain-ram',
  'software-encrypted-ram',
  'software-tee',
  'hardware',
  'other',
  'unknown',
] as const

export const platforms = [
  'generic',
  'x86_32',
  'x86_64',
  'armv7-a',
  'armv7-m',
  'armv8-a',
  'armv8-m',
  'armv9-a',
  'armv9-m',
  's390x',
  'ppc64',
  'ppc64le',
  'other',
  'unknown',
] as const

export const certificationLevels = [
  'none',
  'fips140-1-l1',
  'fips140-1-l2',
  'fips140-1-l3',
  'fips140-1-l4',
  'fips140-2-l1',
  'fips140-2-l2',
  'fips140-2-l3',
  'fips140-2-l4',
  'fips140-3-l1',
  'fips140-3-l2',
  'fips140-3-l3',
  'fips140-3-l4',
  'cc-eal1',
  'cc-eal1+',
  'cc-eal2',
  'cc-eal2+',
  'cc-eal3',
  'cc-eal3+',
  'cc-eal4',
  'cc-eal4+',
  'cc-eal5',
  'cc-eal5+',
  'cc-eal6',
  'cc-eal6+',
  'cc-eal7',
  'cc-eal7+',
  'other',
  'unknown',
] as const

export const modes = ['cbc', 'ecb', 'ccm', 'gcm', 'cfb', 'ofb', 'ctr', 'other', 'unknown'] as const

export const paddings = ['pkcs5', 'pkcs7', 'pkcs1v15', 'oaep', 'raw', 'other', 'unknown'] as const

export const cryptoFunctions = [
  'generate',
  'keygen',
  'encrypt',
  'decrypt',
  'digest',
  'tag',
  'keyderive',
  'sign',
  'verify',
  'encapsulate',
  'decapsulate',
  'other',
  'unknown',
] as const

export const materialTypes = [
  'private-key',
  'public-key',
  'secret-key',
  'key',
  'ciphertext',
  'signature',
  'digest',
  'initialization-vector',
  'nonce',
  'seed',
  'salt',
  'shared-secret',
  'tag',
  'additional-data',
  'password',
  'credential',
  'token',
  'other',
  'unknown',
] as const

export const materialStates = [
  'pre-activation',
  'active',
  'suspended',
  'deactivated',
  'compromised',
  'destroyed',
] as const

export const protocols = [
  'tls',
  'ssh',
  'ipsec',
  'ike',
  'sstp',
  'wpa',
  'dtls',
  'quic',
  'eap-aka',
  'eap-aka-prime',
  'prins',
  '5g-aka',
  'other',
  'unknown',
] as const

export const taskTypes = [
  'copy',
  'clone',
  'lint',
  'scan',
  'merge',
  'build',
  'test',
  'deliver',
  'deploy',
  'release',
  'clean',
  'other',
] as const

export const triggers = ['manual', 'api', 'webhook', 'scheduled'] as const

export const outputTypes = ['artifact', 'attestation', 'log', 'evidence', 'metrics', 'other'] as const

export const accessModes = ['read-only', 'read-write', 'read-write-once', 'write-once', 'write-only'] as const

export const volumeModes = ['filesystem', 'block'] as const

export const patentStatuses = [
  'pending',
  'granted',
  'revoked',
  'expired',
  'lapsed',
  'withdrawn',
  'abandoned',
  'suspended',
  'reinstated',
  'opposed',
  'terminated',
  'invalidated',
  'in-force',
] as const
