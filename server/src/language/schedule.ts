// Schedules, which invoke functions at certain times, and the grammar of their expressions.
import { connectionsProperty, plainConnection } from './common-properties.ts';
import type { ResourceRecord, StringFormat } from './definition.ts';

/** The numbers as a pattern, with or without leading zeros: 0 to 59, for example. */
const minute = '[0-5]?[0-9]';
const hour = '([01]?[0-9]|2[0-3])';
const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)';
const weekday = '([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)';
const year = '(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})';

/** A field with the wildcards `,`, `-`, `*` and `/`, and others that can stand for a value. */
function field(value: string, ...others: readonly string[]): string {
  const item = `(${[`(\\*|${value}(-${value})?)(/[1-9][0-9]{0,2})?`, ...others].join('|')})`;
  return `${item}(,${item})*`;
}

/** One of the two days is `?`, the other is not. */
const days = [
  `${field(day, `L(-[0-9]{1,2})?W?`, `${day}W`)} ${field(month)} \\?`,
  `\\? ${field(month)} (${field(weekday, `${weekday}?L`)}|${weekday}#[1-5])`,
].join('|');

const cron = `cron\\(${field(minute)} ${field(hour)} (${days}) ${field(year)}\\)`;
const rate = 'rate\\((1 (minute|hour|day)|(?!1 )[1-9][0-9]{0,7} (minutes|hours|days))\\)';

export const scheduleExpression: StringFormat = {
  noun: 'a schedule expression',
  pattern: `^(?=.{1,256}$)(${rate}|${cron})$`,
  words:
    '`rate(5 minutes)`, with `minute`, `hour` or `day` after 1 and their plurals after any other number; or `cron(0 8 ? * MON-FRI *)`, with minutes, hours, day of the month, month, day of the week and year, where one of the two days is `?`',
};

export const schedule = {
  type: 'schedule',
  noun: 'a schedule',
  label: 'EventBridge schedule',
  otherNames: ['cron', 'rate', 'timer', 'rule', 'eventbridge', 'AWS::Events::Rule', 'AWS::Scheduler::Schedule'],
  docs: 'A schedule of EventBridge, which invokes functions at certain times.',
  link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html',
  icon: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 4.5V8l2.5 1.8',
  symbolKind: 'Event',
  logicalIdStem: 'Schedule',
  awsType: 'AWS::Events::Rule',
  trigger: { kind: 'scheduled', principal: 'events.amazonaws.com' },
  nameExample: 'EveryFiveMinutes',
  connections: {
    meaning: 'a schedule connects to the functions that it invokes',
    maximum: 5,
    allowed: [
      { to: 'lambda-function', role: 'trigger', access: false, docs: 'The schedule invokes the function each time.' },
    ],
  },
  properties: [
    {
      name: 'expression',
      otherNames: ['schedule', 'rate', 'cron', 'scheduleExpression'],
      type: {
        kind: 'string',
        format: scheduleExpression,
        suggestions: [
          { value: 'rate(1 minute)', docs: 'Every minute, which is as often as possible.' },
          { value: 'rate(5 minutes)', docs: 'Every five minutes, from when the stack is deployed.' },
          { value: 'rate(1 hour)', docs: 'Every hour, from when the stack is deployed.' },
          { value: 'rate(1 day)', docs: 'Every day, from when the stack is deployed.' },
          { value: 'cron(0 3 * * ? *)', docs: 'Every day at 3:00 UTC.' },
          { value: 'cron(0 8 ? * MON-FRI *)', docs: 'From Monday to Friday at 8:00 UTC.' },
          { value: 'cron(0 0 1 * ? *)', docs: 'On the first day of every month at midnight UTC.' },
        ],
      },
      required: true,
      docs: 'When the schedule invokes its functions: `rate(5 minutes)`, or `cron(0 8 ? * MON-FRI *)` with minutes, hours, day of the month, month, day of the week and year, in UTC. One of the two days is `?`. EventBridge can invoke a function up to a minute late, and in rare cases twice.',
      example: 'rate(5 minutes)',
      link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html',
    },
    connectionsProperty(
      plainConnection,
      'The functions that the schedule invokes, at most five.',
      ['Sweep'],
      ['triggers', 'function', 'targets', 'target'],
    ),
  ],
} as const satisfies ResourceRecord;
