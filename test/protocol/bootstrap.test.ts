// The program that runs handlers in Node, as it is built: with the AWS SDK that Lambda's runtime brings.
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/processes.mjs';
import { startRuntimeApi, type Answer } from '../../server/src/gateway/functions/runtime-api.ts';
import { temporaryFolder } from '../harness/folder.ts';

const bootstrap = join(root, 'dist', 'bootstrap');

/** What the handler of the file answers. */
async function answerOf(file: string): Promise<Answer> {
  let onAnswer = (_answer: Answer): void => {};
  const answered = new Promise<Answer>((resolve) => (onAnswer = resolve));
  let isAnswered = false;
  const api = await startRuntimeApi({
    onWaiting() {
      if (!isAnswered) api.deliver({ requestId: '1', event: '{}', deadline: 0, functionArn: 'arn' });
    },
    onAnswer(answer) {
      isAnswered = true;
      onAnswer(answer);
    },
    onInitError: (failure) => onAnswer(failure),
  });
  const start = JSON.stringify({ file, exportName: 'handler', hasCallbacks: true, inspect: false });
  const child = spawn(process.execPath, [join(bootstrap, 'node.mjs'), start], {
    env: { AWS_LAMBDA_RUNTIME_API: api.address, NODE_PATH: join(bootstrap, 'modules'), _HANDLER: 'file.handler' },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const answer = await answered;
  child.kill('SIGKILL');
  await ended;
  api.close();
  return answer;
}

const packages = {
  'client-apigatewaymanagementapi': 'PostToConnectionCommand',
  'client-dynamodb': 'QueryCommand',
  'client-s3': 'PutObjectCommand',
  'client-sns': 'PublishCommand',
  'client-sqs': 'SendMessageCommand',
  'lib-dynamodb': 'DynamoDBDocumentClient',
  'util-dynamodb': 'unmarshall',
};

test('handlers find the AWS SDK, whether they import or require it, unless the project has its own', async () => {
  const names = Object.values(packages).join(', ');
  const requires = Object.entries(packages).map(
    ([name, exported]) => `const { ${exported} } = require('@aws-sdk/${name}');`,
  );
  const imports = Object.entries(packages).map(([name, exported]) => `import { ${exported} } from '@aws-sdk/${name}';`);
  const handler = `async () => [${names}].map((one) => typeof one)`;
  const own = { 'package.json': '{ "main": "own.js" }', 'own.js': 'exports.QueryCommand = "own";' };
  const folder = temporaryFolder({
    'imports.mjs': `${imports.join('\n')}\nexport const handler = ${handler};`,
    'requires.js': `${requires.join('\n')}\nexports.handler = ${handler};`,
    'own/imports.mjs': `import { QueryCommand } from '@aws-sdk/client-dynamodb';
      import { PublishCommand } from '@aws-sdk/client-sns';
      export const handler = async () => [QueryCommand, typeof PublishCommand];`,
    'own/requires.js': `const { QueryCommand } = require('@aws-sdk/client-dynamodb');
      const { PublishCommand } = require('@aws-sdk/client-sns');
      exports.handler = async () => [QueryCommand, typeof PublishCommand];`,
    ...Object.fromEntries(
      Object.entries(own).map(([file, text]) => [`own/node_modules/@aws-sdk/client-dynamodb/${file}`, text]),
    ),
    'other.mjs': "import '@aws-sdk/client-ssm'; export const handler = async () => 1;",
    'other.js': "require('@aws-sdk/client-ssm'); exports.handler = async () => 1;",
  });
  const files = ['imports.mjs', 'requires.js', 'own/imports.mjs', 'own/requires.js', 'other.mjs', 'other.js'];
  const all = { kind: 'returned', value: Object.keys(packages).map(() => 'function') };
  const mixed = { kind: 'returned', value: ['own', 'function'] };
  const missing = {
    kind: 'failed',
    errorMessage: expect.stringContaining('client-ssm is not included here') as unknown,
  };
  expect(await Promise.all(files.map((file) => answerOf(folder.pathOf(file))))).toMatchObject([
    all,
    all,
    mixed,
    mixed,
    missing,
    missing,
  ]);
});
