"""The connected dashboards: the table Screens has one item for each."""

import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["TABLE_SCREENS"])


def add_screen(poll, connection_id):
    table.put_item(Item={"poll": poll, "connectionId": connection_id})


def remove_screen(poll, connection_id):
    table.delete_item(Key={"poll": poll, "connectionId": connection_id})


def show_results(poll, votes):
    """Sends the results to every dashboard of the poll. Reads one page of the table: enough for thousands of them."""
    gateway = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["WEBSOCKET_DASHBOARD"])
    data = json.dumps({"type": "results", "poll": poll, "votes": votes}, ensure_ascii=False).encode()
    for screen in table.query(KeyConditionExpression=Key("poll").eq(poll))["Items"]:
        try:
            gateway.post_to_connection(ConnectionId=screen["connectionId"], Data=data)
        except gateway.exceptions.GoneException:
            # 410: the client is gone, but $disconnect was not called. AWS delivers it on a best-effort basis.
            remove_screen(poll, screen["connectionId"])
