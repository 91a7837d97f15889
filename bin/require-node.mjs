// Node 20 runs `node --test` with TypeScript globs as "0 tests, success": refuse before that can pass for a green run.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `Auscult's tests need Node 24, this is ${process.version}. Run them with "npm test" after "npm ci", which brings Node 24.`,
  )
  process.exit(1)
}
