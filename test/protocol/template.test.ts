// The template over stdio, and its impact on a stack.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  impactRequest,
  templateRequest,
  type ImpactResult,
  type TemplateFormat,
  type TemplateResult,
} from '../../server/src/protocol.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

const uri = 'file:///project/websocket.yaml';
const textDocument = { uri };
const text = `# 😀
resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: send, operationMode: 1-way, connections: [Send] }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: functions/send.handler }
`;

let client: LanguageClient;
beforeEach(async () => {
  client = await startLanguageClient();
  client.open(uri, text);
});
afterEach(async () => {
  expect(client.log).toEqual([]);
  expect(await client.stop()).toBe(0);
});

function ask<R>(method: string, params: object): Promise<R | null> {
  return client.connection.sendRequest<R | null>(method, { textDocument, ...params });
}

async function template(format: TemplateFormat = 'yaml'): Promise<TextDocument> {
  const result = await ask<TemplateResult>(templateRequest, { format });
  expect(result?.errors).toEqual([]);
  return TextDocument.create('template', '', 1, result?.template ?? '');
}

describe('impact', () => {
  test('is of the current template', async () => {
    const existing = (await template('json')).getText();
    client.change(uri, 2, { text: text.replace('name: Chat', 'name: Talk') });
    const result = await ask<ImpactResult>(impactRequest, { format: 'yaml', existing });
    expect(result?.template).toContain('Talk:');
    expect(result?.impact?.effects).toEqual([
      { kind: 'lost', message: expect.stringContaining('API Chat is replaced by Talk') as unknown },
    ]);
    expect(result?.impact?.changes).toContainEqual({
      logicalId: 'Chat',
      type: 'AWS::ApiGatewayV2::Api',
      action: 'delete',
      causes: [],
      retained: false,
      replacedBy: 'Talk',
    });
  });

  test('says why there is none', async () => {
    expect(await ask<ImpactResult>(impactRequest, { format: 'yaml', existing: '[' })).toMatchObject({
      unreadable: 'it cannot be parsed (line 1)',
    });
    client.change(uri, 2, { text: text.replace('1-way', 'one-way') });
    const broken = await ask<ImpactResult>(impactRequest, { format: 'yaml', existing: 'Resources: {}' });
    expect(broken?.errors).toHaveLength(1);
    expect(broken).not.toHaveProperty('impact');
  });
});
