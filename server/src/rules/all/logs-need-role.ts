import { findEntry } from '../../syntax/tree.ts';
import { addsType } from '../../model/overlay.ts';
import { writesLogs } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const logsNeedRole = rule({
  id: 'logs-need-role',
  severity: 'information',
  summary: 'logs of API Gateway, which need a role that is set once for the account and region',
  why: 'API Gateway writes logs with a role of the account, which is set once in each region and shared by all APIs, so the template does not set it. Without the role, the deployment of the stage fails. Create a role that `apigateway.amazonaws.com` can assume, with the managed policy `AmazonAPIGatewayPushToCloudWatchLogs`, and run `aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=ROLE_ARN`. If the account has such a role, there is nothing to do. Nothing is reported if the project adds an `AWS::ApiGateway::Account` under `cloudformation`.',
  looksAt: 'api',
  *check(api, { overlay }) {
    if (addsType(overlay, 'AWS::ApiGateway::Account')) return;
    const entry = api.map && (findEntry(api.map, 'accessLogs') ?? findEntry(api.map, 'logging'));
    if (entry && writesLogs(api)) yield { span: entry.key.span, data: undefined };
  },
  message: () =>
    t`API Gateway writes logs only if the account has a role for them in the region; otherwise the deployment fails. If it has none yet, set it with \`aws apigateway update-account\`.`,
});
