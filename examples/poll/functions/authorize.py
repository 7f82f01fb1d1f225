"""The authorizer: API Gateway calls it once per dashboard, before $connect."""

import hmac
import os

from functions.shared.names import is_name


def handler(event, context):
    parameters = event.get("queryStringParameters") or {}
    key, poll = parameters.get("key", ""), parameters.get("poll")
    # Compares in constant time, so that the response time does not reveal the key.
    is_known = hmac.compare_digest(key.encode(), os.environ["DASHBOARD_KEY"].encode())
    if not is_known or not is_name(poll):
        # Exactly this message refuses the client with 401. Any other error results in a 500.
        raise Exception("Unauthorized")
    return {
        "principalId": "dashboard",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}],
        },
        # Every later event of this connection has these values in requestContext.authorizer.
        "context": {"poll": poll},
    }
