// The part of `recheck` that the tests use.
declare module 'recheck' {
  export function check(
    pattern: string,
    flags: string,
    parameters: Readonly<Record<string, number | null>>,
  ): Promise<{ readonly status: 'safe' | 'vulnerable' | 'unknown' }>;
}
