"""The votes: the table Votes has one item for each client that has voted in a poll."""

import os
from collections import Counter

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["TABLE_VOTES"])


def add_vote(poll, connection_id, choice):
    table.put_item(Item={"poll": poll, "connectionId": connection_id, "choice": choice})


def count_votes(poll):
    """Returns how many clients voted for each choice."""
    return dict(Counter(vote["choice"] for vote in votes_of(poll)))


def delete_votes(poll):
    with table.batch_writer() as batch:
        for vote in votes_of(poll):
            batch.delete_item(Key={"poll": poll, "connectionId": vote["connectionId"]})


def votes_of(poll):
    query = {"KeyConditionExpression": Key("poll").eq(poll), "ConsistentRead": True}
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
