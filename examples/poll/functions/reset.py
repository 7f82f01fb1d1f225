"""{"request": {"type": "reset"}} from a dashboard saves the results of its poll and starts again from zero."""

import json
import os
import time

import boto3

from functions.shared.screens import show_results
from functions.shared.votes import count_votes, delete_votes

s3 = boto3.client("s3")


def handler(event, context):
    # From the authorizer, so that a dashboard can only reset the poll that it shows.
    poll = event["requestContext"]["authorizer"]["poll"]
    results = {"poll": poll, "votes": count_votes(poll)}
    s3.put_object(
        Bucket=os.environ["BUCKET_ARCHIVE"],
        Key=f"{poll}/{time.strftime('%Y-%m-%dT%H-%M-%SZ', time.gmtime())}.json",
        Body=json.dumps(results).encode(),
        ContentType="application/json",
    )
    delete_votes(poll)
    show_results(poll, {})
    return {"statusCode": 200}
