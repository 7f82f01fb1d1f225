// The dead letters of a queue: messages that could not be processed, and the queue to which they go.
import { to } from './common-properties.ts';
import type { ConnectionRules, ObjectType } from './definition.ts';

/** How often a message is usually received before it is a dead letter: what AWS recommends at least. */
export const usualAttempts = 5;

export const deadLetterConnections = {
  meaning: 'the dead letters of a queue go to another queue',
  maximum: 1,
  allowed: [
    {
      to: 'sqs-queue',
      role: 'dead-letter',
      access: false,
      docs: 'The queue gets the messages that could not be processed.',
    },
  ],
} as const satisfies ConnectionRules;

export const deadLetterObject = {
  kind: 'object',
  isConnection: true,
  connectionSource: 'dead-letter',
  noun: 'a destination of dead letters',
  docs: 'Where the messages of the queue go that could not be processed, and after how many attempts.',
  properties: [
    { ...to, docs: 'The ID of the queue that gets the messages. It is a FIFO queue exactly if this one is.' },
    {
      name: 'after',
      otherNames: ['maxReceiveCount', 'attempts', 'retries'],
      type: { kind: 'integer', minimum: 1, maximum: 1000, unit: 'times' },
      required: true,
      docs: 'How often a message can be received, at most, before it goes to the other queue. Use at least 5 if the queue invokes functions: Lambda also receives messages that it then cannot process because functions are throttled.',
      example: usualAttempts,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
    },
  ],
} as const satisfies ObjectType;
