const MB = 1024 * 1024

/** The largest published advisory is below 10 MB; feeds of a year are below 20 MB. */
export const maxDocumentBytes = 32 * MB
export const maxIndexBytes = 64 * MB
export const maxMetadataBytes = MB
export const maxSmallBytes = 64 * 1024
export const maxKeyBytes = MB
export const maxKeys = 20
export const maxDistributions = 200
/** Pages of one ROLIE feed. */
export const maxPages = 500
/** The largest provider has about 50,000. */
export const maxDocuments = 200_000
export const atOnce = 4
export const maxAttempts = 3
export const requestTimeoutMs = 120_000
/** A provider that refuses so many requests in a row is down; what is left waits for the next pull. */
export const maxFailuresInRow = 10
