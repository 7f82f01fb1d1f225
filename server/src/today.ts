// Today's date, for what depends on it: the analysis has no clock.

/**
 * Today's date in UTC, as YYYY-MM-DD. Like other tools with reproducible output, it follows the environment variable
 * SOURCE_DATE_EPOCH, in seconds since 1970, if it is set: https://reproducible-builds.org/docs/source-date-epoch/
 * @param environment undefined where there is none
 */
export function today(environment?: Readonly<Record<string, string | undefined>>): string {
  const seconds = Number(environment?.['SOURCE_DATE_EPOCH'] ?? Number.NaN);
  const date = new Date(Number.isFinite(seconds) ? seconds * 1000 : Date.now());
  return date.toISOString().slice(0, 10);
}
