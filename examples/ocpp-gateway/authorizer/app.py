"""The authorizer: API Gateway calls it once per connection, before $connect."""

import base64
import hashlib
import hmac
import os

import boto3

stations = boto3.resource("dynamodb").Table(os.environ["STATIONS_TABLE"])


def handler(event, context):
    headers = {name.lower(): value for name, value in event["headers"].items()}
    station, key = read_credentials(headers.get("authorization", ""))
    if not is_known(station, key):
        # Exactly this message refuses the station with 401. Any other error results in a 500.
        raise Exception("Unauthorized")
    return {
        "principalId": station,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}],
        },
        # Every later event of this connection has it in requestContext.authorizer.
        "context": {"station": station},
    }


def read_credentials(authorization):
    """Returns the user and the password of HTTP Basic authentication, or empty strings."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        station, _, key = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return station, key


def is_known(station, key):
    if not station or not key:
        return False
    known = stations.get_item(Key={"station": station}).get("Item", {})
    # A key is random and at least 16 bytes long, so a fast hash is enough.
    digest = hashlib.sha256(key.encode()).hexdigest()
    return hmac.compare_digest(digest, known.get("keyDigest", ""))
