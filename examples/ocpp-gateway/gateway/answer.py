"""$default: answers the calls of stations, in the messages of OCPP 1.6-J."""

import json
import os
import time
from decimal import Decimal

import boto3

import charges

CALL, CALL_RESULT, CALL_ERROR = 2, 3, 4
faults = boto3.client("sns")


def handler(event, context):
    station = event["requestContext"]["authorizer"]["station"]
    try:
        kind, call_id, *call = json.loads(event["body"], parse_float=Decimal)
        action, payload = call if kind == CALL else (None, None)
    except (TypeError, ValueError):
        # Without the ID of the call, no answer can be addressed to it.
        kind = None
    if kind != CALL:
        return {"statusCode": 200}
    return {"statusCode": 200, "body": json.dumps(answer(station, call_id, action, payload))}


def answer(station, call_id, action, payload):
    if not isinstance(action, str) or action not in ANSWERS:
        return [CALL_ERROR, call_id, "NotImplemented", f"{action} is not implemented.", {}]
    try:
        return [CALL_RESULT, call_id, ANSWERS[action](station, payload)]
    except (KeyError, TypeError) as error:
        return [CALL_ERROR, call_id, "FormationViolation", f"{error} is missing or has the wrong type.", {}]


def boot(station, payload):
    return {"status": "Accepted", "currentTime": now(), "interval": 300}


def heartbeat(station, payload):
    return {"currentTime": now()}


def authorize(station, payload):
    return {"idTagInfo": {"status": "Accepted"}}


def start_transaction(station, payload):
    transaction_id = charges.start(station, payload["idTag"], payload["meterStart"], payload["timestamp"])
    return {"transactionId": transaction_id, "idTagInfo": {"status": "Accepted"}}


def stop_transaction(station, payload):
    charges.stop(station, payload["transactionId"], payload["meterStop"], payload["timestamp"])
    return {}


def meter_values(station, payload):
    return {}


def status_notification(station, payload):
    if payload["errorCode"] != "NoError":
        fault = {"station": station, "connector": payload["connectorId"], "error": payload["errorCode"]}
        faults.publish(TopicArn=os.environ["FAULTS_TOPIC"], Message=json.dumps(fault))
    return {}


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


ANSWERS = {
    "Authorize": authorize,
    "BootNotification": boot,
    "Heartbeat": heartbeat,
    "MeterValues": meter_values,
    "StartTransaction": start_transaction,
    "StatusNotification": status_notification,
    "StopTransaction": stop_transaction,
}
