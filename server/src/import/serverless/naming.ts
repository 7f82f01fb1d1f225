// The logical IDs that the Serverless Framework gives, so that what is deployed keeps its identity.
import { capitalize } from '../../wording.ts';
import type { Made } from '../source.ts';

export const webSocketApiId = 'WebsocketsApi';
export const stageId = 'WebsocketsDeploymentStage';
export const deploymentId = 'WebsocketsDeployment';
export const apiLogGroupId = 'WebsocketsLogGroup';
export const roleId = 'IamRoleLambdaExecution';

/** `hello-world` as `HelloDashworld`. */
export function normalName(name: string): string {
  return capitalize(name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore'));
}

/** `chat.topic` as `Chattopic`. */
export function alphanumericName(name: string): string {
  return capitalize(name.replaceAll(/[^\dA-Za-z]/g, ''));
}

export function functionId(name: string): string {
  return `${normalName(name)}LambdaFunction`;
}

/** `$connect` as `SconnectWebsocketsRoute`. */
export function routeId(route: string): string {
  const normal = route
    .replaceAll('$', 'S')
    .replaceAll('/', 'Slash')
    .replaceAll('-', 'Dash')
    .replaceAll('_', 'Underscore')
    .replaceAll('.', 'Period');
  return `${normal}WebsocketsRoute`;
}

/** The ARN of a function of the service. */
export function functionArn(name: string): Made {
  return { 'Fn::GetAtt': [functionId(name), 'Arn'] };
}
