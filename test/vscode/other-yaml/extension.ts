// Red Hat's YAML extension as far as it interacts with ours: its own language server, for the files that it claims. A
// schema for all of them contains `other-yaml` wherever possible.
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

/** The server's program; inserted when this file is bundled. */
declare const YAML_LANGUAGE_SERVER: string;

const schema = {
  properties: {
    resources: { additionalProperties: { properties: { type: { description: 'other-yaml', enum: ['other-yaml'] } } } },
  },
};

export async function activate({ subscriptions, globalStorageUri }: vscode.ExtensionContext): Promise<void> {
  const schemaFile = vscode.Uri.joinPath(globalStorageUri, 'all.schema.json');
  await vscode.workspace.fs.writeFile(schemaFile, new TextEncoder().encode(JSON.stringify(schema)));
  const yaml = {
    hover: true,
    completion: true,
    validate: true,
    format: { enable: true },
    schemas: { [schemaFile.toString()]: '*' },
    schemaStore: { enable: false },
  };
  const client = new LanguageClient(
    'other-yaml',
    { module: YAML_LANGUAGE_SERVER, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'yaml' }, { language: 'dockercompose' }, { pattern: '*.y(a)ml' }],
      middleware: {
        workspace: {
          configuration: ({ items }): unknown[] => items.map(({ section }) => (section === 'yaml' ? yaml : null)),
        },
      },
    },
  );
  subscriptions.push(client);
  await client.start();
}
