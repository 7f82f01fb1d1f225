// The nodes' icons: lines in a square of 16 pixels, drawn for this picture. Those of resources stand in their records.
import { resourceRecords } from '../language/index.ts';
import type { ShownNode } from './graph.ts';

const client = 'M2 3h12v8H2zM5.5 14h5M8 11v3';
const question = 'M5.3 6a2.7 2.7 0 1 1 3.9 2.4C8.3 8.9 8 9.4 8 10.3M8 13v.1';
const arrowsToBar = 'M2 4h7.5M2 8h7.5M2 12h7.5M7.5 6 9.5 8l-2 2M13.5 2.5v11';
const arrowToBar = 'M2 8h8.5M7.2 4.7 10.5 8l-3.3 3.3M13.5 3.5v9';

const routes: ReadonlyMap<string, string> = new Map([
  ['$connect', 'M1.5 8h6.8M5.6 5.2 8.4 8l-2.8 2.8M8.5 3a5.2 5.2 0 1 1 0 10'],
  ['$disconnect', 'M7.2 3a5.2 5.2 0 1 0 0 10M6.5 8h7.8M11.6 5.2 14.4 8l-2.8 2.8'],
  ['$default', 'M8 2.5v11M3.2 5.3l9.6 5.4M12.8 5.3l-9.6 5.4'],
]);

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
      return node.resource.type === undefined ? question : resourceRecords[node.resource.type].icon;
  }
}
