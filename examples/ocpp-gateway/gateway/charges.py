"""The charges: the table Charges has one item for each time that a car is charged."""

import os
import time

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["CHARGES_TABLE"])


def start(station, id_tag, meter_start, started_at):
    """Adds a charge, and returns its ID: an integer, as OCPP demands, that the station has not had before."""
    transaction_id = int(time.time())
    while True:
        try:
            table.put_item(
                Item={
                    "station": station,
                    "transactionId": transaction_id,
                    "idTag": id_tag,
                    "meterStart": meter_start,
                    "startedAt": started_at,
                },
                ConditionExpression="attribute_not_exists(transactionId)",
            )
            return transaction_id
        except dynamodb.meta.client.exceptions.ConditionalCheckFailedException:
            # Another connector of the station started in the same second.
            transaction_id += 1


def stop(station, transaction_id, meter_stop, stopped_at):
    """Completes a charge. A station sends this until it gets an answer, even after days without a network."""
    table.update_item(
        Key={"station": station, "transactionId": transaction_id},
        UpdateExpression="SET meterStop = :meter, stoppedAt = :time",
        ExpressionAttributeValues={":meter": meter_stop, ":time": stopped_at},
    )
