// Checks of the types of protocol.ts, for data that arrives as untrusted input: in messages between the preview's panel and
// its page, and in the arguments of commands.
import type {
  AskableApi,
  AskRequest,
  ConnectionTarget,
  EditProposal,
  FunctionCall,
  GraphEdit,
  GraphEditInput,
  GraphEditOffer,
  GraphEditOptions,
  GraphArrangement,
  GraphBox,
  GraphEdits,
  GraphFrame,
  GraphPart,
  FoldedPart,
  GraphPicture,
  GraphSize,
  GraphTable,
  Location,
  PartEdits,
  PreviewPane,
  Problem,
  Range,
  RouteAnswer,
  RouteQuestion,
  RouteReply,
  RouteResult,
  RouteSample,
  RouteStep,
  TableText,
  TemplateFormat,
  TemplateSize,
  Span,
} from '../../server/src/protocol.ts';
import {
  boolean,
  count,
  either,
  list,
  number,
  object,
  oneOf,
  optional,
  pair,
  plainObject,
  string,
  variants,
  type Check,
} from './checks.ts';

export const position = object<Range['start']>({ line: count, character: count });
export const range = object<Range>({ start: position, end: position });
export const location = object<Location>({ uri: string, range });
export const templateFormat: Check<TemplateFormat> = oneOf('yaml', 'json');
export const previewPane: Check<PreviewPane> = oneOf('graph', 'table', 'template', 'ask', 'run');
const measure = object<TemplateSize['bytes']>({ count, maximum: count });
export const templateSize = object<TemplateSize>({
  resources: measure,
  outputs: measure,
  bytes: measure,
  directBytes: measure,
});
export const span = object<Span>({ start: count, end: count });

const severity = oneOf('error', 'warning', 'information');
export const problem = object<Problem>({
  severity,
  message: string,
  rule: string,
  range,
});

const drawing = { id: string, severity: optional(severity), markup: list(string), geometry: list(string) };
const graphPart = variants<GraphPart, 'part'>('part', {
  node: {
    ...drawing,
    kind: oneOf('client', 'api', 'endpoint', 'function', 'data', 'schedule', 'folded', 'unknown', 'missing'),
    title: string,
    name: string,
    box: object<GraphBox>({ x: number, y: number, width: number, height: number }),
    isExpanded: optional(boolean),
    collapsed: optional(string),
    folded: list(object<FoldedPart>({ id: string, name: string })),
    hasCode: boolean,
  },
  edge: {
    ...drawing,
    kind: oneOf(
      'connect',
      'route',
      'authorizer',
      'handler',
      'access',
      'send',
      'trigger',
      'dead-letter',
      'unresolved',
      'refused',
      'undecided',
    ),
    isFaulty: boolean,
    from: string,
    to: string,
  },
});
export const graphArrangement: Check<GraphArrangement> = oneOf('wide', 'tall');
const graphSizeFields = { width: number, height: number };
export const graphSize = object<GraphSize>(graphSizeFields);
export const graphPicture = object<GraphPicture>({
  frame: object<GraphFrame>({
    ...graphSizeFields,
    arrangement: graphArrangement,
    readableScale: number,
    label: string,
    style: string,
    headings: string,
    notice: list(string),
  }),
  parts: list(graphPart),
});
export const graphTable = object<GraphTable>({
  caption: string,
  headings: list(string),
  rows: list(list(list(object<TableText>({ text: string, part: optional(string) })))),
});

const editedPart = { part: string };
const name = { name: string };
const type = oneOf(
  'websocket-api',
  'lambda-function',
  'dynamodb-table',
  'sqs-queue',
  'sns-topic',
  's3-bucket',
  'schedule',
);
const access = oneOf('read-only', 'write-only', 'read-write');
const mode = oneOf('1-way', '2-way');
export const graphEdit = variants<GraphEdit, 'kind'>('kind', {
  addEndpoint: { ...editedPart, ...name, mode },
  addResource: { type, ...name },
  connect: { ...editedPart, to: string, access: optional(access) },
  connectToNew: { ...editedPart, type, ...name, access: optional(access) },
  disconnect: editedPart,
  setAccess: { ...editedPart, access },
  setVariable: { ...editedPart, ...name },
  setBatchSize: { ...editedPart, ...name },
  setAttempts: { ...editedPart, ...name },
  setEvent: { ...editedPart, on: oneOf('created', 'removed') },
  setMode: { ...editedPart, mode },
  rename: { ...editedPart, ...name },
  delete: editedPart,
});
const choice = object<GraphEditOptions['choices'][number]>({ value: string, edit: graphEdit });
const options = object<GraphEditOptions>({ label: string, choices: list(choice) });
const input = object<GraphEditInput>({ label: string, suggestions: list(string) });
const proposal = object<EditProposal>({ edit: graphEdit, input: optional(input), options: optional(options) });
const offered = { title: string, refused: optional(string), proposal: optional(proposal) };
const editKind = oneOf(
  'addEndpoint',
  'addResource',
  'connect',
  'connectToNew',
  'disconnect',
  'setAccess',
  'setVariable',
  'setBatchSize',
  'setAttempts',
  'setEvent',
  'setMode',
  'rename',
  'delete',
);
export const graphEdits = object<GraphEdits>({
  version: count,
  title: optional(string),
  offers: list(object<GraphEditOffer>({ ...offered, kind: editKind, part: optional(string) })),
  targets: list(object<ConnectionTarget>({ ...offered, part: string, does: string })),
  refused: optional(string),
});
export const partEdits = object<PartEdits>({ part: optional(string), edits: graphEdits });

const questionKind = oneOf('message', 'connect', 'disconnect');
const failure = oneOf('failure');
export const askRequest = object<AskRequest>({ api: string, kind: questionKind, message: optional(string) });
export const routeQuestion = variants<RouteQuestion, 'kind'>('kind', {
  message: { message: optional(string), handler: optional(oneOf('failure', 'timeout', 'throttled')) },
  connect: {
    query: list(pair(string, string)),
    headers: list(pair(string, string)),
    authorizer: optional(oneOf('allow', 'deny', 'unauthorized', 'failure')),
    handler: optional(either(failure, object<{ readonly statusCode: number }>({ statusCode: count }))),
  },
  disconnect: {},
});

const call = object<FunctionCall>({ function: string, event: plainObject });
export const askableApi = object<AskableApi>({
  id: string,
  authorizer: optional(string),
  identitySource: list(string),
  samples: list(object<RouteSample>({ route: string, message: string })),
});
export const routeResult = object<RouteResult>({
  apis: list(askableApi),
  answer: optional(
    object<RouteAnswer>({
      api: string,
      route: optional(string),
      steps: list(object<RouteStep>({ text: string, range: optional(range) })),
      authorizer: optional(call),
      handler: optional(call),
      reply: optional(
        variants<RouteReply, 'kind'>('kind', {
          body: { function: string },
          error: { frame: string },
          accepted: {},
          refused: { status: count },
          closed: { code: count },
        }),
      ),
      outcome: string,
      parts: list(string),
    }),
  ),
  refused: optional(string),
});
