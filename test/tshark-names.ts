/** A name of NetBIOS as tshark prints it: `PACS01<20> (Server service)`. */
export function decodedNetbios(text: string): { readonly name: string; readonly suffix: number } | undefined {
  const [, name, suffix] = /^(.{1,15}?)\s*<([\da-f]{2})>/i.exec(text) ?? []
  return name === undefined || suffix === undefined ? undefined : { name, suffix: Number.parseInt(suffix, 16) }
}
