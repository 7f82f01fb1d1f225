// The mapping between the template's text and the descriptor, in both directions.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import type { Span } from '../../../server/src/syntax/tree.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { mapText, originAt, originOf, type MappedText } from '../../../server/src/template/source-map.ts';
import { arbitraryProject } from '../../harness/arbitrary-project.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, isMap, readTemplate } from '../../harness/read-template.ts';

const text = `description: A chat
resources:
  Chat:
    type: websocket-api
    name: ChatApi
    routeSelectorProperty: action
    connections: [Authorize]
    identitySource: [querystring.token]
    endpoints:
      - route: $connect
        operationMode: 1-way
        connections: [Send]
      - route: send
        operationMode: 2-way
        connections: [Send]
  Authorize: { type: lambda-function, name: Authorize, runtime: nodejs22.x, entryPoint: authorize.handler }
  Send:
    type: lambda-function
    name: Send
    runtime: python3.13
    entryPoint: send.handler
    timeout: 20
    environment: { LOG_LEVEL: debug }
    connections: [{ to: Sessions, access: read-only }]
  Sessions: { type: dynamodb-table, name: Sessions, key: { hash: { name: sessionId, type: STRING } } }
`;
const analysis = analyze(text);
const formats = ['yaml', 'json'] as const;

function slice(whole: string, { start, end }: Span): string {
  return whole.slice(start, end);
}

describe.each(formats)('the origin of a part of the %s template', (format) => {
  const mapped = mapText(generate(analysis.project), format);

  test.each([
    ['Description', 'A chat'],
    ['Resources.ChatApi', 'Chat'],
    ['Resources.ChatApi.Properties.Name', 'ChatApi'],
    ['Resources.ChatApi.Properties.RouteSelectionExpression', 'action'],
    ['Resources.ChatApi.Properties.ProtocolType', 'Chat'],
    ['Resources.ChatApiAuthorizer.Properties.AuthorizerType', 'Authorize'],
    ['Resources.ChatApiAuthorizer.Properties.IdentitySource.0', 'querystring.token'],
    ['Resources.ChatApiRouteSend.Properties.RouteKey', 'send'],
    ['Resources.ChatApiRouteSend.Properties.Target', 'Send'],
    ['Resources.ChatApiRouteSend.Properties.RouteResponseSelectionExpression', '2-way'],
    ['Resources.ChatApiRouteSendResponse', '2-way'],
    ['Resources.ChatApiSendIntegration.Properties.IntegrationUri', 'Send'],
    ['Resources.Send.Properties.Handler', 'send.handler'],
    ['Resources.Send.Properties.Runtime', 'python3.13'],
    ['Resources.Send.Properties.Timeout', '20'],
    ['Resources.Send.Properties.Environment.Variables.LOG_LEVEL', 'debug'],
    ['Resources.Send.Properties.Environment.Variables.TABLE_SESSIONS', '{ to: Sessions, access: read-only }'],
    [
      'Resources.SendRole.Properties.Policies.0.PolicyDocument.Statement.2.Action',
      '{ to: Sessions, access: read-only }',
    ],
    ['Resources.Sessions.Properties.KeySchema.0', 'sessionId'],
    ['Outputs.ChatApiWebSocketUrl.Value', 'Chat'],
  ])('%s', (path, expected) => {
    const part = mapped.parts.find((candidate) => candidate.path.join('.') === path);
    const source = part && analysis.templateOrigin(format, part.span.end);
    expect(source && slice(text, source)).toBe(expected);
  });

  test('parts that do not depend on the descriptor have no origin', () => {
    const at = (needle: string): number => mapped.text.indexOf(needle);
    expect(analysis.templateOrigin(format, at('AWSTemplateFormatVersion'))).toBeUndefined();
    expect(analysis.templateOrigin(format, at('Resources'))).toBeUndefined();
    expect(analysis.templateOrigin(format, at('CodeS3Bucket'))).toBeUndefined();
    expect(analysis.templateOrigin(format, -1)).toBeUndefined();
    expect(analysis.templateOrigin(format, mapped.text.length + 1)).toBeUndefined();
  });
});

test('a comment above a resource has the origin of the resource', () => {
  const yaml = analysis.template('yaml') ?? '';
  const source = analysis.templateOrigin('yaml', yaml.indexOf('# Route send') + 3);
  expect(source && slice(text, source)).toBe('send');
  expect(analysis.templateOrigin('yaml', yaml.indexOf('# Generated'))).toBeUndefined();
});

describe('the parts that come from a place of the descriptor', () => {
  /** The first lines of the parts, which identify them. */
  const partsAt = (needle: string, after = 0): readonly string[] => {
    const yaml = analysis.template('yaml') ?? '';
    const spans = analysis.templateParts('yaml', text.indexOf(needle) + after);
    return spans.map((span) => slice(yaml, span).split('\n')[0] ?? '');
  };

  test.each([
    ['a property', 'routeSelectorProperty', 0, ['RouteSelectionExpression: $request.body.action']],
    ['its value', 'action', 0, ['RouteSelectionExpression: $request.body.action']],
    ['a route', 'route: send', 0, ['ChatApiRouteSend:']],
    ['an operation mode', '2-way', 0, ['RouteResponseSelectionExpression: $default', 'ChatApiRouteSendResponse:']],
    ['a later connection to a handler', '2-way', 30, ['Target: !Sub integrations/${ChatApiSendIntegration}']],
    [
      'the first connection to a handler, which allows calling it',
      'connections: [Send]',
      15,
      [
        'Target: !Sub integrations/${ChatApiSendIntegration}',
        'ChatApiSendIntegration:',
        'ChatApiSendPermission:',
        'WEBSOCKET_CHAT: !Sub https://${ChatApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/prod',
        'Effect: Allow',
      ],
    ],
    ['an endpoint', '        operationMode: 2-way', 0, ['ChatApiRouteSend:', 'ChatApiRouteSendResponse:']],
    ['a variable', 'LOG_LEVEL', 2, ['LOG_LEVEL: debug']],
    ['a connection to data', 'to: Sessions', 1, ['TABLE_SESSIONS: !Ref Sessions', 'Effect: Allow', 'Effect: Allow']],
    ['a resource', '  Sessions:', 3, ['Sessions:', 'SessionsTableName:']],
    [
      'a property without parts in the template, and so the parts of its resource',
      'type: lambda-function, name: Authorize',
      0,
      ['Name: Authorize', 'Authorize:', 'AuthorizeRole:', 'AuthorizeLogGroup:', 'AuthorizeFunctionArn:'],
    ],
    ['all resources', 'resources:', 3, []],
    ['the description', 'description:', 3, ['Description: A chat']],
  ] as const)('%s', (_, needle, after, expected) => {
    expect(partsAt(needle, after)).toEqual(expected);
  });
});

test('a connection is one part, whether written as an ID or as a map', () => {
  const asMap = analyze(text.replace('connections: [Send]', 'connections: [{ to: Send }]'));
  const from = (asked: typeof analysis, needle: string): readonly string[] => {
    const yaml = asked.template('yaml') ?? '';
    return asked.templateParts('yaml', asked.text.indexOf(needle)).map((span) => slice(yaml, span));
  };
  expect(from(analysis, 'Send]')).toHaveLength(5);
  for (const needle of ['{ to: Send }', 'to: Send', 'Send }'])
    expect(from(asMap, needle)).toEqual(from(analysis, 'Send]'));
});

test.each([
  ['ChatApiSendPermission', 'Send'],
  ['ChatApiRouteSendResponse', '2-way'],
  ['SendLogGroup', 'Send'],
  ['ChatApiCallbackUrl', 'Chat'],
  ['CodeS3Bucket', undefined],
  ['constructor', undefined],
])('an error about %s is one about %s', (logicalId, expected) => {
  const source = analysis.originOfResource(logicalId);
  expect(source && slice(text, source)).toBe(expected);
});

test('a text with errors has no template, and so no parts of it', () => {
  const broken = analyze(text.replace('type: websocket-api', 'type: websocket'));
  expect(broken.templateOrigin('yaml', 200)).toBeUndefined();
  expect(broken.templateParts('yaml', text.indexOf('send.handler'))).toEqual([]);
});

describe('for every valid descriptor', { timeout: patience }, () => {
  const holds = (property: (descriptor: string, mapped: MappedText, format: 'yaml' | 'json') => void): void => {
    fc.assert(
      fc.property(arbitraryProject({ overlays: true }), (descriptor) => {
        const template = generate(bind(parse(descriptor)));
        for (const format of formats) property(descriptor, mapText(template, format), format);
      }),
      { seed, numRuns: runs },
    );
  };

  test('the text of each part is exactly the value at its path', () => {
    holds((_, { text: whole, parts }, format) => {
      const template = readTemplate(whole, format);
      expect(parts.length).toBeGreaterThan(10);
      for (const { path, span } of parts) {
        const said = readPart(whole, span, format, typeof path.at(-1) === 'number');
        expect(said).toEqual(typeof path.at(-1) === 'number' ? get(template, ...path) : entry(template, path));
      }
    });
  });

  test('every resource and output has an origin', () => {
    holds((_, { parts }, format) => {
      for (const { path, source } of parts) {
        const [section] = path;
        if (path.length === 2 && (section === 'Resources' || section === 'Outputs' || section === 'Mappings')) {
          expect(source, `${path.join('.')} in ${format}`).toBeDefined();
        }
      }
    });
  });

  test('an origin is that of the smallest enclosing part', () => {
    holds((_, mapped) => {
      const sourced = mapped.parts.filter(({ source }) => source);
      const size = ({ span }: { readonly span: Span }): number => span.end - span.start;
      for (let offset = 0; offset < mapped.text.length; offset += 37) {
        const around = sourced.filter(({ span }) => span.start <= offset && offset <= span.end);
        // An item and its only entry are equally large.
        const [smallest] = around.toReversed().sort((a, b) => size(a) - size(b));
        if (smallest) expect(originAt(mapped, offset)).toEqual(smallest.source);
      }
    });
  });

  test('the mapping is consistent: each part is found again at its origin', () => {
    holds((descriptor, { text: whole, parts }, format) => {
      const asked = analyze(descriptor);
      for (const { source, span } of parts) {
        if (!source) continue;
        const found = asked.templateParts(format, source.start);
        const covers = found.some(({ start, end }) => start <= span.start && span.end <= end);
        expect(covers, `${slice(descriptor, source)} is not known to give ${slice(whole, span)}`).toBe(true);
      }
    });
  });

  test('the origin of a logical ID is that of its text', () => {
    fc.assert(
      fc.property(arbitraryProject({ overlays: true }), (descriptor) => {
        const template = generate(bind(parse(descriptor)));
        for (const { path, source } of mapText(template, 'yaml').parts) {
          if (path.length === 2 && path[0] === 'Resources') expect(originOf(template, String(path[1]))).toEqual(source);
        }
      }),
      { seed, numRuns: runs },
    );
  });
});

/** The part of the text as a separate template. */
function readPart(whole: string, { start, end }: Span, format: 'yaml' | 'json', isItem: boolean): unknown {
  const part = whole.slice(start, end);
  if (format === 'json') return readTemplate(isItem ? part : `{${part}}`, 'json');
  // The first line has lost its indentation, but the others have not.
  const column = start - (whole.lastIndexOf('\n', start - 1) + 1);
  return readTemplate(`${' '.repeat(column)}${part}\n`, 'yaml');
}

function entry(template: unknown, path: readonly (string | number)[]): unknown {
  const holder = get(template, ...path.slice(0, -1));
  return isMap(holder) ? Object.fromEntries(Object.entries(holder).filter(([key]) => key === path.at(-1))) : undefined;
}
