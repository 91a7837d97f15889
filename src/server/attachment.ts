/** A header that has a browser keep an answer as a file and never show it (RFC 6266): a name in plain letters, and the whole one for those that read it. */
export function attachment(fileName: string): string {
  const name = fileName.replace(/[\p{C}/\\:*?"<>|]+/gu, '-').slice(0, longestName)
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/[%;']/g, '-')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

const longestName = 120
