// The chat example as a person would write it with the CDK's own constructs.
import { App, CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutBootstrap } from './include-template.ts';

export function cdkChat(): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-chat-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, treeMetadata: false, stackTraces: false });
    const stack = new Stack(app, 'Stack', { description: 'A chat whose clients connect over WebSockets' });
    write(stack);
    const synthesized: unknown = app.synth().getStackByName('Stack').template;
    return withoutBootstrap(synthesized);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function write(stack: Stack): void {
  const bucket = Bucket.fromBucketName(stack, 'Code', new CfnParameter(stack, 'CodeS3Bucket').valueAsString);
  const key = new CfnParameter(stack, 'CodeS3Key').valueAsString;
  const sessions = new Table(stack, 'Sessions', {
    partitionKey: { name: 'connectionId', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
  });
  const lambda = (id: string, file: string, timeout = 6): LambdaFunction =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_22_X,
      handler: `functions/${file}.handler`,
      code: Code.fromBucket(bucket, key),
      memorySize: 512,
      timeout: Duration.seconds(timeout),
      logGroup: new LogGroup(stack, `${id}Log`, { retention: RetentionDays.ONE_MONTH }),
    });

  const authorize = new LambdaFunction(stack, 'Authorize', {
    description: 'Allows clients that know the token',
    runtime: Runtime.NODEJS_22_X,
    handler: 'functions/authorize.handler',
    code: Code.fromBucket(bucket, key),
    memorySize: 512,
    timeout: Duration.seconds(6),
    environment: { CHAT_TOKEN: 'open-sesame' },
    logGroup: new LogGroup(stack, 'AuthorizeLog', { retention: RetentionDays.ONE_MONTH }),
  });
  const connect = lambda('Connect', 'connect');
  const disconnect = lambda('Disconnect', 'disconnect');
  const setNickname = lambda('SetNickname', 'set-nickname', 20);
  const sendMessage = lambda('SendMessage', 'send-message', 20);
  const help = lambda('Help', 'help');

  const integration = (handler: LambdaFunction): WebSocketLambdaIntegration =>
    new WebSocketLambdaIntegration('Integration', handler);
  const chat = new WebSocketApi(stack, 'Chat', {
    routeSelectionExpression: '$request.body.action',
    connectRouteOptions: {
      integration: integration(connect),
      authorizer: new WebSocketLambdaAuthorizer('Authorizer', authorize, {
        authorizerName: 'Authorize',
        identitySource: ['route.request.querystring.token'],
      }),
    },
    disconnectRouteOptions: { integration: integration(disconnect) },
    defaultRouteOptions: { integration: integration(help), returnResponse: true },
  });
  chat.addRoute('setNickname', { integration: integration(setNickname), returnResponse: true });
  chat.addRoute('sendMessage', { integration: integration(sendMessage), returnResponse: true });
  const stage = new WebSocketStage(stack, 'Stage', { webSocketApi: chat, stageName: 'prod', autoDeploy: true });

  for (const handler of [connect, disconnect, setNickname, sendMessage, help]) {
    handler.addEnvironment('WEBSOCKET_CHAT', stage.callbackUrl);
    stage.grantManagementApiAccess(handler);
  }
  for (const handler of [connect, disconnect, setNickname, sendMessage]) {
    handler.addEnvironment('TABLE_SESSIONS', sessions.tableName);
  }
  for (const writer of [connect, disconnect]) sessions.grantWriteData(writer);
  for (const user of [setNickname, sendMessage]) sessions.grantReadWriteData(user);

  const outputs = { WebSocketUrl: stage.url, CallbackUrl: stage.callbackUrl, TableName: sessions.tableName };
  for (const [id, value] of Object.entries(outputs)) {
    const output = new CfnOutput(stack, id, { value });
    output.overrideLogicalId(id);
  }
}
