const MB = 1024 * 1024

/** Every limit against clients that send or ask too much, too slowly or too often. docs/http.md tells those that a client meets. */
export const usualLimits = {
  /**
   * Work of each kind has its own gate, so that lists as files and uploads never keep a person's question waiting. Together they stay below
   * the connections of the store's pools, so nothing waits there.
   */
  gates: {
    read: { atOnce: 4, waiting: 64, patienceMs: 5_000 },
    export: { atOnce: 2, waiting: 8, patienceMs: 10_000 },
    upload: { atOnce: 3, waiting: 64, patienceMs: 30_000 },
    /** Small SBOMs that come together are stored together, by two connections at most: so many wait for one another and not in line. */
    smallSbom: { atOnce: 32, waiting: 128, patienceMs: 30_000 },
    /** Taking and keeping an idempotency key, which any number of requests may want to at once. */
    key: { atOnce: 2, waiting: 1_000, patienceMs: 30_000 },
  },
  smallSbomBytes: 256 * 1024,
  /** Headers and request line together: a cursor may be 12,000 characters long, a question takes 6,000. */
  headerBytes: 32 * 1024,
  headerLines: 100,
  pathParameterChars: 300,
  /** Bodies of JSON; uploads have limits of their own. */
  bodyBytes: 64 * 1024,
  sbomBytes: 64 * MB,
  assetListBytes: 200 * MB,
  feedFileBytes: 4096 * MB,
  captureBytes: 4096 * MB,
  /** An upload up to this is answered when it is done; a larger one becomes a job. */
  answeredAtOnceBytes: 16 * MB,
  connections: 5_000,
  /** Answers that nobody reads, all together. */
  unreadBytes: 64 * MB,
  /** Connections that the system holds until they are accepted. */
  backlog: 1_024,
  /** A connection on which nothing moves. */
  silentConnectionMs: 60_000,
  headersMs: 10_000,
  /** A whole request with its body; an upload of 1 GB takes a few seconds inside this machine. */
  requestMs: 60_000,
  keepAliveMs: 10_000,
  /** How often slow connections are looked for. */
  connectionCheckMs: 2_000,
  /** After this a client is told to try again, and the database ends a statement that was to answer it: nobody keeps a connection for longer. */
  answerMs: 30_000,
  /** From the first byte of an upload to its acknowledgement. */
  uploadMs: 300_000,
  /** A whole list as a file. */
  exportMs: 600_000,
  /** One of which nothing is read for so long, to twice as long, is broken off: it holds a connection to the database. */
  stalledMs: 15_000,
  /** What is under way when the server is told to stop. */
  stopMs: 10_000,
}

export type Limits = Readonly<typeof usualLimits>
