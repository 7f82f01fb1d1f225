// When a schedule of EventBridge is due. Its expression is one that the language accepts: `rate(…)` or `cron(…)` in UTC.

const minute = 60_000;
const day = 24 * 60 * minute;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day };

/**
 * The next time after `now`, in milliseconds since 1970; undefined if there is none.
 * @param start when the schedule was created, from which a rate counts
 */
export function nextTime(expression: string, start: number, now: number): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (\w+?)s?\)$/.exec(expression) ?? [];
  const period = Number(count) * (units[unit] ?? Number.NaN);
  if (period > 0) return start + (Math.floor((now - start) / period) + 1) * period;
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ');
  return fields?.length === 6 ? nextCron(fields, now) : undefined;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function nextCron(fields: readonly string[], now: number): number | undefined {
  const [minutes = '', hours = '', monthDays = '', inMonths = '', days = '', years = ''] = fields;
  const first = Math.floor(now / minute) * minute + minute;
  const startOfDay = Math.floor(first / day) * day;
  // A leap day on a certain weekday comes every 28 years, and 2100 has none.
  for (let date = startOfDay; date < startOfDay + 41 * 366 * day; date += day) {
    const at = new Date(date);
    if (!isIn(years, at.getUTCFullYear(), 1970, 2199)) continue;
    if (!isIn(inMonths, at.getUTCMonth() + 1, 1, 12, months)) continue;
    if (monthDays === '?' ? !isWeekday(days, at) : !isMonthDay(monthDays, at)) continue;
    for (let hour = 0; hour < 24; hour++) {
      if (!isIn(hours, hour, 0, 23)) continue;
      for (let of = 0; of < 60; of++) {
        const time = date + (hour * 60 + of) * minute;
        if (time >= first && isIn(minutes, of, 0, 59)) return time;
      }
    }
  }
  return undefined;
}

/** Whether the value is in a list of values, ranges and steps. A range can go over the end: `FRI-MON`. */
function isIn(field: string, value: number, lowest: number, highest: number, names: readonly string[] = []): boolean {
  const number = (text: string): number => (names.includes(text) ? names.indexOf(text) + 1 : Number(text));
  return field.split(',').some((item) => {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range.split('-');
    const start = from === '*' ? lowest : number(from);
    const end = to === undefined ? (from === '*' || step !== undefined ? highest : start) : number(to);
    const isBetween = start <= end ? value >= start && value <= end : value >= start || value <= end;
    const distance = value >= start ? value - start : value - lowest + (highest + 1 - start);
    return isBetween && distance % Number(step ?? 1) === 0;
  });
}

function isMonthDay(field: string, date: Date): boolean {
  const [dayOfMonth, last] = [date.getUTCDate(), lastDay(date)];
  return field.split(',').some((item) => {
    const [, fromEnd, isWorkday] = /^L(?:-(\d+))?(W?)$/.exec(item) ?? [];
    if (isWorkday !== undefined) {
      const wanted = last - Number(fromEnd ?? 0);
      return dayOfMonth === (isWorkday === 'W' ? workdayNear(date, wanted) : wanted);
    }
    const [, near] = /^(\d+)W$/.exec(item) ?? [];
    return near === undefined ? isIn(item, dayOfMonth, 1, 31) : dayOfMonth === workdayNear(date, Number(near));
  });
}

/** The day from Monday to Friday that is next to the day of the month, in that month. */
function workdayNear(date: Date, dayOfMonth: number): number {
  const last = lastDay(date);
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), dayOfMonth)).getUTCDay();
  if (weekday === 6) return dayOfMonth === 1 ? 3 : dayOfMonth - 1;
  if (weekday === 0) return dayOfMonth === last ? dayOfMonth - 2 : dayOfMonth + 1;
  return dayOfMonth;
}

/** 1 is Sunday. */
function isWeekday(field: string, date: Date): boolean {
  const [weekday, dayOfMonth] = [date.getUTCDay() + 1, date.getUTCDate()];
  return field.split(',').some((item) => {
    const [, ofLast] = /^(\w*)L$/.exec(item) ?? [];
    if (ofLast === '') return weekday === 7;
    if (ofLast !== undefined) return isIn(ofLast, weekday, 1, 7, weekdays) && dayOfMonth > lastDay(date) - 7;
    const [, which, ordinal] = /^(\w+)#(\d)$/.exec(item) ?? [];
    if (which !== undefined)
      return isIn(which, weekday, 1, 7, weekdays) && Math.ceil(dayOfMonth / 7) === Number(ordinal);
    return isIn(item, weekday, 1, 7, weekdays);
  });
}

function lastDay(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
