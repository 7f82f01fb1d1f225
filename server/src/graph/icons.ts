// The nodes' icons: lines in a square of 16 pixels, drawn for this picture.
import type { ResourceType } from '../language/index.ts';
import type { ShownNode } from './graph.ts';

const client = 'M2 3h12v8H2zM5.5 14h5M8 11v3';
const exchange = 'M2 5.5h11M10 2.5l3 3-3 3M14 11H3M6 8l-3 3 3 3';
const lambda = 'M3.5 2.5h2.6l5.2 11h1.7M7.7 6.2 3.6 13.5';
const question = 'M5.3 6a2.7 2.7 0 1 1 3.9 2.4C8.3 8.9 8 9.4 8 10.3M8 13v.1';
const arrowsToBar = 'M2 4h7.5M2 8h7.5M2 12h7.5M7.5 6 9.5 8l-2 2M13.5 2.5v11';
const arrowToBar = 'M2 8h8.5M7.2 4.7 10.5 8l-3.3 3.3M13.5 3.5v9';

const routes: ReadonlyMap<string, string> = new Map([
  ['$connect', 'M1.5 8h6.8M5.6 5.2 8.4 8l-2.8 2.8M8.5 3a5.2 5.2 0 1 1 0 10'],
  ['$disconnect', 'M7.2 3a5.2 5.2 0 1 0 0 10M6.5 8h7.8M11.6 5.2 14.4 8l-2.8 2.8'],
  ['$default', 'M8 2.5v11M3.2 5.3l9.6 5.4M12.8 5.3l-9.6 5.4'],
]);

const resources: Readonly<Record<ResourceType, string>> = {
  'websocket-api': exchange,
  'lambda-function': lambda,
  'dynamodb-table': 'M2 3h12v10H2zM2 6.3h12M2 9.7h12M6.5 6.3V13',
  'sqs-queue': 'M1.5 4.5h3.4v7H1.5zM6.3 4.5h3.4v7H6.3zM11.1 4.5h3.4v7h-3.4z',
  'sns-topic':
    'M8 8v.1M5.6 5.3a3.8 3.8 0 0 0 0 5.4M10.4 5.3a3.8 3.8 0 0 1 0 5.4M3.3 3a7 7 0 0 0 0 10M12.7 3a7 7 0 0 1 0 10',
  's3-bucket':
    'M2.5 4c0-1.1 2.4-1.9 5.5-1.9s5.5.8 5.5 1.9S11.1 5.9 8 5.9 2.5 5.1 2.5 4ZM2.5 4l1.4 8.6c.2 1 2 1.5 4.1 1.5s3.9-.5 4.1-1.5L13.5 4',
};

/** The `d` of a path. */
export function iconOf(node: ShownNode): string {
  switch (node.kind) {
    case 'client':
      return client;
    case 'missing':
      return question;
    case 'endpoint':
      return routes.get(node.title) ?? arrowToBar;
    case 'folded':
      return arrowsToBar;
    case 'api':
    case 'function':
    case 'data':
    case 'unknown':
      return node.resource.type === undefined ? question : resources[node.resource.type];
  }
}
