// The steps of a deployment that the template cannot do for the user.
import { actionsFor } from '../language/data-resources.ts';
import { invokers } from '../language/index.ts';
import { ineffectiveWithArn } from '../language/lambda-function.ts';
import { maximumOutputs, maximumStatementId } from '../language/limits.ts';
import { homeOf } from '../language/formats.ts';
import { shortId } from '../model/logical-ids.ts';
import { addsRoute } from '../model/overlay.ts';
import { resourcesOfType, type LambdaFunction, type Project, type WebSocketApi } from '../model/project.ts';
import {
  calledAuthorizer,
  dataAccess,
  functionAt,
  handlerIn,
  isGuarded,
  sendTargets,
  stageName,
  writesLogs,
  triggersTo,
  variableName,
} from '../model/usage.ts';
import { inEnglish, t } from '../locale.ts';
import { firstOf } from '../wording.ts';
import { accessByApi, type Access } from './api-access.ts';
import { deployedOf } from './deployed.ts';
import type { Template } from './template.ts';
import { mention } from './texts.ts';

/**
 * They are comments of the template.
 * @param leftOut the suffixes of the IDs of the outputs that are left out
 */
export function notesOf(project: Project, leftOut: readonly string[]): readonly string[] {
  return inEnglish(() => [
    ...(leftOut.length > 0
      ? [`CloudFormation allows ${maximumOutputs} outputs, so those ending in ${leftOut.join(', ')} are left out.`]
      : []),
    ...resourcesOfType(project, 'websocket-api').flatMap((api) => authorizerNote(project, api)),
    ...logsNote(project),
    ...resourcesOfType(project, 'lambda-function').flatMap((lambda) => existingFunctionNote(project, lambda)),
  ]);
}

/**
 * Who can connect to the APIs that call no authorizer; undefined if there are none.
 * @param template with what is laid over it
 */
export function openNote(project: Project, template: Template): string | undefined {
  const access = accessByApi(deployedOf(template));
  const namesOf = (kind: Access): string | undefined => {
    const found = resourcesOfType(project, 'websocket-api').filter(
      (api) => access.get(project.logicalIds.of(api) ?? '') === kind,
    );
    const names = found.map(({ id }) => mention(id.value));
    return names.length > 0 ? firstOf(names) : undefined;
  };
  const [open, unknown] = [namesOf('open'), namesOf('unknown')];
  const notes = [
    open !== undefined && t`Anyone can connect to ${open}: no authorizer is called.`,
    unknown !== undefined &&
      t`Anyone may be able to connect to ${unknown}: whether $connect has an authorizer is decided only at deployment.`,
  ].filter((note) => note !== false);
  return notes.length > 0 ? notes.join(' ') : undefined;
}

function logsNote(project: Project): readonly string[] {
  const names = resourcesOfType(project, 'websocket-api')
    .filter(writesLogs)
    .map(({ id }) => id.value);
  if (names.length === 0) return [];
  return [
    [
      `API Gateway writes the logs of ${firstOf(names)} only if the account has a role for that in the region. To set one that`,
      'has the managed policy AmazonAPIGatewayPushToCloudWatchLogs, run this once, with its ARN in place of ROLE_ARN:',
      'aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=ROLE_ARN',
    ].join('\n'),
  ];
}

function authorizerNote(project: Project, api: WebSocketApi): readonly string[] {
  if (addsRoute(project.overlay, project.logicalIds.of(api), '$connect')) return [];
  const lambda = functionAt(project, api.connections[0]);
  if (api.authorization && !isGuarded(project, api)) {
    return [
      `Anyone can connect to ${api.id.value}. API Gateway checks signatures only on $connect, and ${api.id.value} has no such endpoint.`,
    ];
  }
  if (!lambda || calledAuthorizer(project, api)) return [];
  const { value } = api.id;
  return [
    `Anyone can connect to ${value}. API Gateway calls an authorizer only on $connect, and ${value} has no such endpoint, so ${lambda.id.value} is never called.`,
  ];
}

function existingFunctionNote(project: Project, lambda: LambdaFunction): readonly string[] {
  if (!lambda.arn) return [];
  const needs = [
    ...sendTargets(project, lambda).map(({ api, via }) => ({
      actions: ['execute-api:ManageConnections'],
      on: `the connections of ${api.id.value}, stage ${stageName(project, api)}`,
      variable: variableName(api, via),
    })),
    ...dataAccess(project, lambda).flatMap(({ resource, level, via }) =>
      actionsFor(resource.type, level).map(({ actions, path = '' }) => ({
        actions,
        on: `${resource.id.value}${path}`,
        variable: variableName(resource, via),
      })),
    ),
    ...triggersTo(project, lambda).flatMap(({ source }) => {
      const { trigger } = invokers[source.type];
      if (trigger.kind !== 'polled') return [];
      const on = trigger.attribute === 'Arn' ? source.id.value : `the stream of ${source.id.value}`;
      return [{ actions: trigger.actions, on, variable: undefined }];
    }),
  ];
  const ignored = ineffectiveWithArn.filter((name) => [lambda[name]].flat().some((value) => value !== undefined));
  const calls = callsOf(project, lambda);
  if (needs.length === 0 && ignored.length === 0 && calls.length === 0) return [];
  const lines = [
    `${lambda.id.value} is an existing function. This template does not change its role or its configuration.`,
  ];
  if (ignored.length > 0)
    lines.push(`These of its properties in the project file have no effect: ${ignored.join(', ')}.`);
  if (needs.length > 0) {
    lines.push('To use what it connects to, its role must allow:');
    lines.push(...needs.map(({ actions, on }) => `- on ${on}: ${actions.join(', ')}`));
    const variables = [...new Set(needs.flatMap(({ variable }) => variable ?? []))].join(', ');
    if (variables !== '')
      lines.push(
        `Functions of this template get these environment variables, but you must set them for an existing one: ${variables}.`,
      );
  }
  if (calls.length > 0) {
    const { account, region } = homeOf(lambda.arn.value);
    lines.push(
      `If you deploy to account ${account} and region ${region}, this template lets API Gateway call it. If you deploy to another`,
      'account in that region, the owner of the function must run this command once the API exists. Replace ACCOUNT with the',
      "account of the stack, and API_ID with the start of the API's URL:",
      ...calls,
    );
  }
  return [lines.join('\n')];
}

/** The commands that let the APIs call the function that handles or authorizes their requests. */
function callsOf(project: Project, lambda: LambdaFunction): readonly string[] {
  const logicalId = project.logicalIds.of(lambda);
  if (!lambda.arn || logicalId === undefined) return [];
  const { partition, region } = homeOf(lambda.arn.value);
  const name = lambda.arn.value.replace(/:\$LATEST$/, '');
  return resourcesOfType(project, 'websocket-api').flatMap((api) => {
    const ids = project.logicalIds.ofApi(api);
    const isAuthorizer = calledAuthorizer(project, api) === lambda;
    if (!ids || (!isAuthorizer && !handlerIn(project, api, lambda))) return [];
    const stage = isAuthorizer || (api.stage?.value === undefined && api.stage) ? '' : `${stageName(project, api)}/`;
    return [
      [
        `aws lambda add-permission --region ${region} --function-name '${name}'`,
        `  --statement-id ${shortId(ids.permission({ lambda, logicalId }), maximumStatementId)} --action lambda:InvokeFunction`,
        `  --principal apigateway.amazonaws.com --source-arn 'arn:${partition}:execute-api:${region}:ACCOUNT:API_ID/${stage}*'`,
      ].join(' \\\n'),
    ];
  });
}
