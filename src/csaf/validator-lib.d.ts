// The library has no declarations of its own; this is what is used of it.
declare module '@secvisogram/csaf-validator-lib/*Tests.js' {
  const tests: Readonly<Record<string, unknown>>
  export = tests
}

declare module '@secvisogram/csaf-validator-lib/basic.js' {
  const tests: Readonly<Record<string, unknown>>
  export = tests
}

declare module '@secvisogram/csaf-validator-lib/validate.js' {
  interface TestResult {
    readonly name: string
    readonly isValid: boolean
    readonly errors: readonly unknown[]
  }
  export default function validate(
    tests: readonly unknown[],
    document: unknown,
  ): Promise<{ readonly isValid: boolean; readonly tests: readonly TestResult[] }>
}
