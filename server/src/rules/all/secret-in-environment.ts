import { matchesFormat, secretName } from '../../language/formats.ts';
import { referencesIn } from '../../model/parameters.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const secretInEnvironment = rule({
  id: 'secret-in-environment',
  severity: 'warning',
  summary: 'a secret of Secrets Manager in an environment variable',
  why: 'CloudFormation reads the secret when it deploys the function and writes its value into the configuration of the function. Everyone who can see the configuration sees the secret, and the function keeps the old value when the secret is rotated. A function that reads the secret itself needs the permission `secretsmanager:GetSecretValue`.',
  looksAt: 'function',
  local: true,
  *check(lambda) {
    if (lambda.arn) return;
    for (const { secret } of referencesIn(lambda)) {
      if (secret && matchesFormat(secret.value, secretName)) yield { span: secret.node.span, data: secret };
    }
  },
  message: ({ value }) =>
    t`The value of the secret ${quote(value)} will be visible in the configuration of the function, and stays as it is when the secret is rotated. Let the function read the secret instead, or ignore this if that is fine.`,
});
