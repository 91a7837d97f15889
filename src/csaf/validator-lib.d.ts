// The library has no declarations of its own; this is what is used of it.
declare module '@secvisogram/csaf-validator-lib/*' {
  interface Found {
    readonly message?: string
    readonly instancePath?: string
  }
  type DocumentTest = (document: unknown) => unknown
  const validate: (
    tests: readonly DocumentTest[],
    document: unknown,
  ) => Promise<{
    readonly tests: readonly { readonly name: string; readonly isValid: boolean; readonly errors: readonly Found[] }[]
  }>
  export default validate
}
