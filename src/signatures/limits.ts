/** A detached signature, or a Sigstore bundle with the statement inside. */
export const maxSignatureBytes = 16 * 1024 * 1024
/** A public key, a certificate, or a Sigstore trusted root. */
export const maxKeyBytes = 1024 * 1024
/** Signatures looked at in one file; the first that is too many makes the file suspect. */
export const maxSignatures = 2_000
/** A detached OpenPGP file; the largest kind of signature has some 50 kB. */
export const maxOpenPgpBytes = 1024 * 1024
/** Packets of a public key with its names, subkeys and what others signed of it. Keys that were flooded with signatures have more. */
export const maxKeyPackets = 5_000
/** Entries of any list of a Sigstore bundle, and levels of it: it has one certificate and one entry of the log, with some 30 hashes. */
export const maxBundleEntries = 100
export const maxBundleDepth = 20
/** Members of detached OpenPGP files: nobody signs a document with more keys. */
export const maxPackets = 50
/** Characters that the canonical forms of one document may take together: a signature in each of many nested parts costs their product. */
export const maxCanonicalChars = 512 * 1024 * 1024
export const maxJsonDepth = 500
/** Clocks differ; a signature that is further ahead than this is refused. */
export const clockSkewMs = 10 * 60 * 1000
/** Texts of keys and certificates are of foreign origin. */
export const maxTextChars = 300
